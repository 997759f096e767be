/** The speaker stage: plays cues in time or drops them, reports what was heard when, and gives way to the person. */
export { BARGE_IN_START, bargeIn, type BargeIn, type BargeInEvent, type BargeInState } from './barge-in';
export { fileSpeaker, type FileSpeaker } from './file-speaker';
export type { ListenerTrack } from './listener-track';
export { createSpeaker, type LiveSpeaker, type LiveSpeakerOptions } from './live-speaker';
export { createLevelMeter, matchGainDb, type LevelMeter } from './loudness';
export type { Sounding } from './rules';
export { speakText, type SpeakTextOptions, type SpokenText, type SynthesisLike } from './speech-synthesis';
export { watchSound } from './watch-sound';
