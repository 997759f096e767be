import { encodeWav, resample } from '../pipeline';
import { downloaded, saveParts, saveRecord } from '../record';
import { createScope } from '../shared/scope';
import { SAMPLE_RATE_HZ, samplesToMs } from '../shared/units';
import type { RunningSession } from './session';
import type { AppActions } from './state';

/** The rate of saved sound: that of the listener's recordings. */
const OUT_RATE_HZ = 24_000;

const NAMES = {
  record: 'session.jsonl',
  'speaker-wav': 'speaker.wav',
  'listener-wav': 'listener.wav',
  'mix-wav': 'mix.wav',
} as const;

/** Hands a file of the session to the browser's download. Throws a `PlainError`; nothing of the session is lost then. */
export async function saveSession(
  session: RunningSession,
  what: Parameters<AppActions['save']>[0],
): Promise<void> {
  const open = downloaded((file) => saveFile(file, NAMES[what]));
  if (what === 'record') return saveRecord(session.lines, open);
  const totalMs = Math.max(session.live.nowMs(), samplesToMs(session.you.samples));
  const you = (): Float32Array => resample(session.you.render(), SAMPLE_RATE_HZ, OUT_RATE_HZ);
  const listener = (): Float32Array => session.live.listenerTrack.render(totalMs, OUT_RATE_HZ);
  const channels =
    what === 'speaker-wav' ? [you()] : what === 'listener-wav' ? [listener()] : sameLength(you(), listener());
  return saveParts([encodeWav(channels, OUT_RATE_HZ)], open);
}

function sameLength(you: Float32Array, listener: Float32Array): Float32Array[] {
  const padded = new Float32Array(listener.length);
  padded.set(you.subarray(0, listener.length));
  return [padded, listener];
}

/** Hands a file to the browser's download. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the data by the next turn of the event loop.
  createScope().after(0, () => URL.revokeObjectURL(url));
}
