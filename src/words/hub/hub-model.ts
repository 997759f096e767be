import type * as Transformers from '@huggingface/transformers';
import type { Ms, Samples } from '../../shared/units';
import type { HubRecogniser } from '../../packs';
import { hubWords, type HubHypothesis } from './hub-words';
import { createScores } from './scores';
import type { WordReader } from '../reader';

/** transformers.js, which only a worker of its own loads. */
export type Library = typeof Transformers;

/** A loaded recogniser of the hub. */
export interface HubModel extends WordReader {
  release(): Promise<void>;
}

/** What transformers.js itself calls a model that generates text. */
type Generator = InstanceType<Library['PreTrainedModel']>;

/** One place of Whisper's cross-attention: two frames of its spectrogram. */
const ATTENTION_SAMPLES: Samples = 320;
/** Whisper takes 30 s and no more. */
const LONGEST_SAMPLES: Samples = 480_000;

/** Loads a recogniser through transformers.js, whose files come from wherever `library.env` says. */
export async function openHubModel(library: Library, recogniser: HubRecogniser): Promise<HubModel> {
  const { repository, architecture } = recogniser;
  const architectures = {
    moonshine: library.MoonshineForConditionalGeneration,
    whisper: library.WhisperForConditionalGeneration,
  };
  const processor = await library.AutoProcessor.from_pretrained(repository);
  const tokenizer = await library.AutoTokenizer.from_pretrained(repository);
  // The device is named to the runtime itself: a runtime that was given to the library has no names for the library to choose by.
  const model: Generator = await architectures[architecture].from_pretrained(repository, {
    dtype: 'q8',
    device: 'auto',
    session_options: { executionProviders: ['wasm'] },
  });
  // Newer exports of Moonshine take the mask that the library would leave behind.
  model.forward_params.push('attention_mask');
  const pieces = new Map(Array.from(tokenizer.get_vocab(), ([piece, id]) => [id, piece] as const));
  const special = new Set<number>(tokenizer.all_special_ids);
  const textOf = (ids: readonly number[]): string =>
    tokenizer.decode([...ids], { skip_special_tokens: true });
  const ends = endTokens(model);

  const hear = async (samples: Float32Array, maxTokens: number): Promise<HubHypothesis> => {
    const heard = samples.length > LONGEST_SAMPLES ? samples.subarray(0, LONGEST_SAMPLES) : samples;
    const scores = createScores(library);
    const timed = architecture === 'whisper';
    const given = await model.generate({
      ...(await processor(heard)),
      max_new_tokens: maxTokens,
      logits_processor: scores.processors,
      ...(timed && {
        return_token_timestamps: true,
        num_frames: Math.ceil(heard.length / ATTENTION_SAMPLES),
      }),
    });
    const sequence = tokensOf(library, given);
    const times = timed ? timesOf(given) : null;
    const first = sequence.length - scores.count;
    const logProbs = scores.of(sequence);
    const ended = ends.has(sequence.at(-1) ?? -1);
    const tokens = sequence.flatMap((id, place) =>
      place < first || special.has(id) || ends.has(id)
        ? []
        : [
            {
              id,
              piece: pieces.get(id) ?? '',
              logProb: logProbs[place - first] ?? 0,
              atMs: times?.[place] ?? null,
            },
          ],
    );
    return { tokens, endMs: (ended ? times?.at(-1) : null) ?? null, ended };
  };

  return {
    async read({ samples, heard, maxTokens }) {
      const hypothesis = await hear(samples, maxTokens);
      return { words: hubWords(hypothesis, textOf, heard), draft: [], ended: hypothesis.ended };
    },
    release: async () => void (await model.dispose()),
  };
}

function tokensOf(library: Library, given: unknown): readonly number[] {
  const sequences = hasField(given, 'sequences') ? given.sequences : given;
  if (!(sequences instanceof library.Tensor)) throw new TypeError('The recogniser gave no tokens.');
  return Array.from(sequences.data as BigInt64Array, Number);
}

function timesOf(given: unknown): readonly Ms[] {
  const times = hasField(given, 'token_timestamps') ? given.token_timestamps : null;
  if (!hasField(times, 'data') || !(times.data instanceof Float32Array))
    throw new TypeError('The recogniser gave no times.');
  return Array.from(times.data, (seconds) => 1000 * seconds);
}

function endTokens(model: Generator): ReadonlySet<number> {
  const ends: unknown = model.generation_config?.eos_token_id;
  return new Set((Array.isArray(ends) ? ends : [ends]).map(Number));
}

const hasField = <K extends string>(value: unknown, key: K): value is Record<K, unknown> =>
  typeof value === 'object' && value !== null && key in value;
