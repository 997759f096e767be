/** The packs that make one whole listener, by what each is for. */
export interface PackSet {
  readonly name: 'small' | 'full';
  readonly vad: string;
  readonly recogniser: string;
  readonly backbone: string;
  readonly head: string;
  readonly clips: string;
  readonly voiceEncoder: string;
  readonly speakerEncoder: string;
  /** Null where the decision's backbone reads the context too. */
  readonly contextEncoder: string | null;
  readonly joint: string;
  readonly affect: string;
  readonly voice: string;
}

/** The embedded default: works offline, on WASM, on a phone. */
export const SMALL_SET = {
  name: 'small',
  vad: 'silero-vad@6',
  recogniser: 'moonshine-tiny@1',
  backbone: 'decision-backbone-small@3',
  head: 'decision-head-small@3',
  clips: 'clips-heart@4',
  voiceEncoder: 'voice-encoder-small@2',
  speakerEncoder: 'speaker-encoder-small@1',
  contextEncoder: 'context-encoder-small@1',
  joint: 'joint-small@3',
  affect: 'affect-small@3',
  voice: 'voice-heart@1',
} as const satisfies PackSet;

/** A full set: hearing and voice are the small one's; the rest has a size in its names. */
const fullSet = (size: string) => ({
  ...SMALL_SET,
  name: 'full' as const,
  backbone: `decision-backbone-${size}@1`,
  head: `decision-head-${size}@1`,
  clips: `clips-heart-${size}@1`,
  voiceEncoder: `voice-encoder-${size}@1`,
  contextEncoder: null,
  joint: `joint-${size}@1`,
  affect: `affect-${size}@1`,
});

/** WavLM and Qwen3-0.6B, for WebGPU; not in the repository. */
export const FULL_SET: PackSet = fullSet('full');
/** The same in a toy size with random weights, for tests. */
export const TINY_SET: PackSet = fullSet('tiny');

/** The full set among the packs present (`name@version`), or null. */
export const fullSetAmong = (present: readonly string[]): PackSet | null =>
  [FULL_SET, TINY_SET].find(({ backbone, head }) => present.includes(backbone) && present.includes(head)) ??
  null;

/** The packs of a full set that the small one does not have: what has to be downloaded. */
export const fullPacks = (set: PackSet): readonly string[] => [
  set.backbone,
  set.head,
  set.voiceEncoder,
  set.joint,
  set.affect,
  set.clips,
];

/** The packs that a talk loads; the voice's encoder only measures recordings, which is done before. */
export const talkPacks = (set: PackSet): readonly string[] =>
  [
    set.vad,
    set.recogniser,
    set.backbone,
    set.head,
    set.contextEncoder,
    set.joint,
    set.affect,
    set.clips,
    set.voice,
  ].filter((id) => id !== null);
