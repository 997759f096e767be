import {
  loadCheckedContext,
  loadCheckedDecision,
  selfCheckClips,
  selfCheckDecision,
  selfCheckWords,
} from '../pipeline';
import { SMALL_SET, type PackMeta } from '../packs';
import { toPlainError } from '../shared/plain-error';
import { fullNodeModels, MODELS_FOLDER, nodeModels, packsIn, type NodeModels } from './model-host';
import { PACK_OPTIONS, readArguments, readFullFolder } from './options';
import { printLine, reportProblems } from './output';

/** What became of checking the packs of a kind. */
type Checks = Partial<Record<PackMeta['kind'], string>>;
/** Does some work and says `ok`, or what is wrong. */
type Check = (work: () => Promise<unknown>) => Promise<string>;

/**
 * `packs`: every pack present, with its size, licence, whether its hashes hold, and whether its models give the golden numbers; with
 * `--pack full` those of the full set's folder.
 */
export async function packs(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, PACK_OPTIONS);
  const full = readFullFolder(values);
  const models = full === null ? nodeModels() : await fullNodeModels(full);
  const problems: { sentence: string }[] = [];
  const check: Check = async (work) => {
    try {
      await work();
      return 'ok';
    } catch (error) {
      const { sentence } = toPlainError(error, 'failed', 'The check failed.');
      problems.push({ sentence });
      return sentence;
    }
  };
  const checks = await (full === null ? checkSmall(models, check) : checkFull(models, check));
  for (const id of await packsIn(full ?? MODELS_FOLDER)) {
    const pack = await models.pack(id);
    const { meta } = pack;
    const hashes = await check(async () => {
      for (const file of meta.files) await pack.bytes(file.path);
    });
    printLine({
      pack: id,
      kind: meta.kind,
      set: meta.set,
      bytes: meta.files.reduce((sum, { bytes }) => sum + bytes, 0),
      files: meta.files.length,
      licence: meta.licence.spdx,
      upstream: meta.upstream,
      ...(typeof meta['weights'] === 'string' && { weights: meta['weights'] }),
      hashes,
      self_check: checks[meta.kind] ?? 'no model in it',
      backend: models.host.backend,
    });
  }
  return reportProblems(problems);
}

async function checkSmall(models: NodeModels, check: Check): Promise<Checks> {
  const set = SMALL_SET;
  const words = await check(async () =>
    selfCheckWords(await models.words(), {
      vad: await models.pack(set.vad),
      recogniser: await models.pack(set.recogniser),
    }),
  );
  const decision = await check(async () =>
    selfCheckDecision(await models.decision(), {
      backbone: await models.pack(set.backbone),
      head: await models.pack(set.head),
    }),
  );
  const clips = await check(async () =>
    selfCheckClips(await models.clips(), {
      voiceEncoder: await models.pack(set.voiceEncoder),
      recogniser: await models.pack(set.recogniser),
      speakerEncoder: await models.pack(set.speakerEncoder),
      contextEncoder: await models.pack(set.contextEncoder),
      joint: await models.pack(set.joint),
      affect: await models.pack(set.affect),
    }),
  );
  return {
    vad: words,
    recogniser: words,
    'decision-backbone': decision,
    'decision-head': decision,
    'voice-encoder': clips,
    'speaker-encoder': clips,
    'context-encoder': clips,
    joint: clips,
    affect: clips,
  };
}

async function checkFull(models: NodeModels, check: Check): Promise<Checks> {
  const { set, host } = models;
  const decision = await check(async () =>
    loadCheckedDecision(host, {
      backbone: await models.pack(set.backbone),
      head: await models.pack(set.head),
    }),
  );
  const voice = await check(async () =>
    loadCheckedContext(host, {
      voiceEncoder: await models.pack(set.voiceEncoder),
      joint: await models.pack(set.joint),
    }),
  );
  return {
    'decision-backbone': decision,
    'decision-head': decision,
    'voice-encoder': voice,
    joint: voice,
    affect: 'not used while listening',
  };
}
