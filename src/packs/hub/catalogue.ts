/** A larger recogniser that is not shipped: transformers.js runs it, its files come from the hub. */
export interface HubRecogniser {
  readonly id: HubId;
  /** For people. */
  readonly name: string;
  /** `organisation/name` on the hub. */
  readonly repository: string;
  readonly architecture: 'moonshine' | 'whisper';
  readonly licence: string;
}

export type HubId = 'moonshine-base' | 'whisper-tiny' | 'whisper-base' | 'whisper-small';

/**
 * The recognisers on offer, fastest first. Of Whisper the English-only exports with cross-attention (`_timestamped`), because
 * words without times are of no use to a listener.
 */
export const HUB_RECOGNISERS: readonly HubRecogniser[] = [
  {
    id: 'moonshine-base',
    name: 'Moonshine base',
    repository: 'onnx-community/moonshine-base-ONNX',
    architecture: 'moonshine',
    licence: 'MIT',
  },
  {
    id: 'whisper-tiny',
    name: 'Whisper tiny',
    repository: 'onnx-community/whisper-tiny.en_timestamped',
    architecture: 'whisper',
    licence: 'Apache-2.0',
  },
  {
    id: 'whisper-base',
    name: 'Whisper base',
    repository: 'onnx-community/whisper-base.en_timestamped',
    architecture: 'whisper',
    licence: 'Apache-2.0',
  },
  {
    id: 'whisper-small',
    name: 'Whisper small',
    repository: 'onnx-community/whisper-small.en_timestamped',
    architecture: 'whisper',
    licence: 'Apache-2.0',
  },
];

/** Where the recognisers come from unless a person names another place. */
export const HUB_URL = 'https://huggingface.co/';

/** The recogniser of that name; null for one that is not on offer. */
export const hubRecogniser = (id: string): HubRecogniser | null =>
  HUB_RECOGNISERS.find((candidate) => candidate.id === id) ?? null;
