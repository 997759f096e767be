/** The packs that make one whole listener, by what each is for. */
export interface PackSet {
  readonly name: 'small';
  readonly vad: string;
  readonly recogniser: string;
  readonly backbone: string;
  readonly head: string;
  readonly clips: string;
  readonly voiceEncoder: string;
  readonly contextEncoder: string;
  readonly joint: string;
  readonly affect: string;
  readonly voice: string;
}

/** The embedded default: works offline, on WASM, on a phone. */
export const SMALL_SET: PackSet = {
  name: 'small',
  vad: 'silero-vad@6',
  recogniser: 'moonshine-tiny@1',
  backbone: 'decision-backbone-small@3',
  head: 'decision-head-small@3',
  clips: 'clips-heart@3',
  voiceEncoder: 'voice-encoder-small@2',
  contextEncoder: 'context-encoder-small@1',
  joint: 'joint-small@2',
  affect: 'affect-small@2',
  voice: 'voice-heart@1',
};

/** The packs that a talk loads; the voice's encoder only measures recordings, which is done before. */
export const talkPacks = (set: PackSet): readonly string[] => [
  set.vad,
  set.recogniser,
  set.backbone,
  set.head,
  set.contextEncoder,
  set.joint,
  set.affect,
  set.clips,
  set.voice,
];
