import { sha256 } from '@noble/hashes/sha2.js';
import type { Ms } from '../../shared/units';
import { hex } from '../sha256';
import { cutError, sizeError, stalledError, unreachable } from './errors';
import { writeAll } from './folder';
import type { OpenFile } from './folder';
import { openAt, placeName } from './place';
import type { Surroundings } from './place';
import { isRight } from './units';
import type { Unit } from './units';

/** A transfer without a byte for so long has died, whatever the connection says. */
export const STALL_MS: Ms = 20_000;
/** Read back from disk at once. */
const BLOCK_BYTES = 1 << 20;

/** A unit on its way: how much is on disk, and the checksum so far, so that another try goes on from there. */
export interface Progressing {
  have: number;
  hash: ReturnType<typeof sha256.create>;
}

/** Takes up a unit where it was left: what is on disk of it is read and hashed again. */
export function takeUp(file: OpenFile, unit: Unit, have: number): Progressing {
  const state: Progressing = { have: 0, hash: sha256.create() };
  const block = new Uint8Array(Math.min(BLOCK_BYTES, have));
  while (state.have < have) {
    const into = block.subarray(0, Math.min(block.length, have - state.have));
    const read = file.read(into, { at: unit.at + state.have });
    if (read === 0) break;
    state.hash.update(into.subarray(0, read));
    state.have += read;
  }
  return state;
}

/** Forgets what is on disk of a unit. */
export function startOver(state: Progressing): void {
  state.have = 0;
  state.hash = sha256.create();
}

/**
 * Fetches what is missing of a unit into its place in the file and tells whether the checksum is right; `onBytes` after every
 * piece. `state` is kept up to date also when it rejects: with a `PlainError` (`PassingError`: another try may do), with the
 * signal's reason, or with what the file system threw.
 */
export async function fetchUnit(
  around: Surroundings,
  signal: AbortSignal,
  folder: string,
  unit: Unit,
  file: OpenFile,
  state: Progressing,
  onBytes: () => void,
): Promise<boolean> {
  const from = placeName(around);
  const path = `${folder}/${unit.path}`;
  const watch = watchStall(around, signal, path);
  try {
    if (state.have < unit.bytes) {
      const { startsAt, stream } = await watch.orEnded(
        openAt(around, { path, bytes: unit.bytes, from: state.have, signal: watch.signal }),
      );
      if (startsAt !== state.have) startOver(state);
      // Neither from where it was asked for nor from the beginning.
      if (startsAt !== state.have) throw cutError(path, from, 0, unit.bytes);
      await drain(stream, watch, path, from, (piece) => {
        if (state.have + piece.length > unit.bytes) {
          const length = state.have + piece.length;
          startOver(state);
          throw sizeError(path, from, length, unit.bytes);
        }
        writeAll(file, piece, unit.at + state.have);
        state.hash.update(piece);
        state.have += piece.length;
        onBytes();
      });
      if (state.have < unit.bytes) throw cutError(path, from, state.have, unit.bytes);
    }
    return isRight(unit, hex(state.hash.clone().digest()));
  } finally {
    watch.end();
  }
}

/** Ends a transfer that brings nothing for too long. */
export interface Watch {
  /** Aborted by a stall, and by whoever called. */
  readonly signal: AbortSignal;
  /** What this promise gives, or the signal's reason: whatever hangs, the wait for it ends. */
  orEnded<T>(work: Promise<T>): Promise<T>;
  /** Something arrived. */
  fed(): void;
  end(): void;
}

/** Watches one transfer, until `end`; a stall is told of `path`. */
export function watchStall(around: Surroundings, signal: AbortSignal, path: string): Watch {
  const own = around.scope.child();
  const controller = new AbortController();
  let giveUp: (reason: unknown) => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  // Nobody may be waiting just then.
  ended.catch(() => undefined);
  const abort = (reason: unknown): void => {
    controller.abort(reason);
    giveUp(reason);
  };
  const begin = (): (() => void) =>
    own.after(STALL_MS, () => abort(stalledError(path, placeName(around), STALL_MS / 1000)));
  let calm = begin();
  if (signal.aborted) abort(signal.reason);
  own.listen(signal, 'abort', () => abort(signal.reason), { once: true });
  return {
    signal: controller.signal,
    orEnded: (work) => Promise.race([work, ended]),
    fed() {
      calm();
      calm = begin();
    },
    end: () => own.end(),
  };
}

/** Hands on piece after piece. */
async function drain(
  stream: ReadableStream<Uint8Array>,
  watch: Watch,
  path: string,
  from: string,
  take: (piece: Uint8Array) => void,
): Promise<void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const next = await watch.orEnded(reader.read()).catch((error: unknown) => {
        watch.signal.throwIfAborted();
        throw unreachable(path, from, false, error);
      });
      watch.signal.throwIfAborted();
      if (next.done) return;
      watch.fed();
      take(next.value);
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
