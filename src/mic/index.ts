/** The mic stage: the microphone, or an audio file in its place, as 16 kHz frames with a time. */
export { checkMic } from './check';
export { decodeSound } from './decode-sound';
export { decodeAudioFile, type DecodedAudio } from './decode';
export { browserDevices, listMics, watchMics, type MediaDevicesLike, type MicDevice } from './devices';
export type { MicFault } from './errors';
export { frames, playFile, type FilePlayer, type PlayFileOptions } from './file-player';
export { openMic, type Mic, type MicEvent, type MicOptions } from './microphone';
