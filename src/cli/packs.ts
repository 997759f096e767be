import { readdir } from 'node:fs/promises';
import { selfCheckClips, selfCheckDecision, selfCheckWords } from '../pipeline';
import type { PackMeta } from '../packs';
import { toPlainError } from '../shared/plain-error';
import { MODELS_FOLDER, nodeModels } from './model-host';
import { readArguments } from './options';
import { printLine, reportProblems } from './output';

/** `packs`: every pack present, with its size, licence, whether its hashes hold, and whether its models give the golden numbers. */
export async function packs(args: readonly string[]): Promise<number> {
  readArguments(args, {});
  const models = nodeModels();
  const { set } = models;
  const problems: { sentence: string }[] = [];
  const check = async (work: () => Promise<unknown>): Promise<string> => {
    try {
      await work();
      return 'ok';
    } catch (error) {
      const { sentence } = toPlainError(error, 'failed', 'The check failed.');
      problems.push({ sentence });
      return sentence;
    }
  };
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
      contextEncoder: await models.pack(set.contextEncoder),
      joint: await models.pack(set.joint),
      affect: await models.pack(set.affect),
    }),
  );
  const checks: Partial<Record<PackMeta['kind'], string>> = {
    vad: words,
    recogniser: words,
    'decision-backbone': decision,
    'decision-head': decision,
    'voice-encoder': clips,
    'context-encoder': clips,
    joint: clips,
    affect: clips,
  };
  for (const id of await presentPacks()) {
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
      hashes,
      self_check: checks[meta.kind] ?? 'no model in it',
      backend: models.host.backend,
    });
  }
  return reportProblems(problems);
}

async function presentPacks(): Promise<string[]> {
  const entries = await readdir(MODELS_FOLDER, { recursive: true, encoding: 'utf8' });
  return entries
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /^[^/]+\/[^/]+\/meta\.json$/.test(path))
    .map((path) => path.replace('/meta.json', '').replace('/', '@'))
    .toSorted();
}
