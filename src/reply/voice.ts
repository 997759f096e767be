import * as v from 'valibot';
import type { Sound } from '../flow';
import { PlainError } from '../shared/plain-error';
import { createSoundShelf } from '../shared/sound-shelf';

const line = v.looseObject({
  id: v.string(),
  file: v.string(),
  text: v.string(),
  act: v.string(),
  topic: v.string(),
  cues: v.array(v.string()),
  rms_db: v.number(),
});
const script = v.looseObject({ lines: v.array(line) });

/** One recorded turn: what is said, what kind of turn it is, and the cues in the partner's words that make it fit. */
export type ScriptLine = v.InferOutput<typeof line>;

/** The part of an open pack that is needed. */
export interface VoicePack {
  readonly id: string;
  bytes(path: string): Promise<Uint8Array>;
  json(path: string): Promise<unknown>;
}

/** The listener's recorded turns. */
export interface Voice {
  readonly lines: readonly ScriptLine[];
  /** A line's recording, decoded when it is first asked for. */
  sound(line: ScriptLine): Promise<Sound>;
  /** Fetches every recording, so that none has to come over the network when it is needed. */
  fetchAll(): Promise<void>;
}

/** Opens a voice. `decode` turns a file's bytes into samples. Throws a `PlainError` (`pack-malformed`). */
export async function loadVoice(
  pack: VoicePack,
  decode: (bytes: Uint8Array) => Promise<Sound>,
): Promise<Voice> {
  const read = v.safeParse(script, await pack.json('lines.json'));
  if (!read.success)
    throw new PlainError(
      'pack-malformed',
      `The script of the voice ${pack.id} cannot be read.`,
      'Copy the pack again, whole.',
    );
  const shelf = createSoundShelf((path) => pack.bytes(path), decode);
  const { lines } = read.output;
  return {
    lines,
    sound: ({ file }) => shelf.sound(file),
    fetchAll: () => shelf.fetchAll(lines.map(({ file }) => file)),
  };
}
