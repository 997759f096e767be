import type { PackMeta } from '../meta';
import { damagedError, fullError, PassingError, storageError } from './errors';
import { fetchUnit, startOver, takeUp } from './fetch-unit';
import type { Progressing } from './fetch-unit';
import type { OpenFile, StoreFolder } from './folder';
import { evictOthers, openPackFiles } from './pack-files';
import type { PackFiles } from './pack-files';
import { placeName } from './place';
import type { Surroundings } from './place';
import { retryDelayMs } from './retry';
import { unitsOf } from './units';
import type { Unit } from './units';

/** Transfers at once: enough to fill a line that a server limits per connection. */
const AT_ONCE = 4;
/** A wrong checksum may be a fault on the way; a third one is a fault of the copy. */
const MOST_DAMAGED = 3;
/** So much of a unit is fetched again at most after a crash; also what is written before it is flushed. */
const CHECKPOINT_BYTES = 4_000_000;

/** A pack to be fetched: its description as it was read, and which of its files are wanted. */
export interface WantedPack {
  readonly id: string;
  readonly meta: PackMeta;
  readonly metaText: string;
  readonly files: readonly string[];
}

/** What a download needs. */
export interface DownloadOptions extends Surroundings {
  readonly root: StoreFolder;
  readonly packs: readonly WantedPack[];
  /** Pauses the download. */
  readonly signal: AbortSignal;
  /** Bytes on disk so far, out of all. */
  readonly onProgress: (keptBytes: number, totalBytes: number) => void;
  /** What the browser lets the page have; `navigator.storage.estimate` fits. */
  readonly estimate?: () => Promise<{ readonly quota?: number; readonly usage?: number }>;
}

/** A unit with the pack it belongs to. */
interface Job {
  readonly pack: WantedPack;
  readonly files: PackFiles;
  readonly unit: Unit;
  /** Bytes on disk. */
  have: number;
  /** All of them, and right. */
  readonly verified: boolean;
}

/**
 * Fetches packs into the store: what is verified stays, what is half there goes on, the rest is fetched, several at once. Old
 * versions go when all is there. Rejects with a `PlainError`, or with the signal's reason; what arrived is kept either way.
 */
export async function download(options: DownloadOptions): Promise<void> {
  const { root, packs } = options;
  const opened: { readonly pack: WantedPack; readonly files: PackFiles }[] = [];
  let jobs: readonly Job[] = [];
  const missing = (): number => jobs.reduce((sum, { unit, have }) => sum + unit.bytes - have, 0);
  try {
    for (const pack of packs)
      opened.push({ pack, files: await openPackFiles(root, pack.id, pack.metaText, pack.files) });
    const jobsOfAll = await Promise.all(opened.map(({ pack, files }) => jobsOf(pack, files)));
    jobs = jobsOfAll.flat();
    await reserve(options, opened);
    await fetchAll(options, jobs);
    for (const { pack, files } of opened) await files.keepOnly(pack.files);
    await evictOthers(
      root,
      packs.map(({ id }) => id),
    );
  } catch (error) {
    options.signal.throwIfAborted();
    throw storageError(error, missing());
  } finally {
    for (const { files } of opened) files.close();
  }
}

/** The units of a pack with what is on disk of each. */
async function jobsOf(pack: WantedPack, files: PackFiles): Promise<Job[]> {
  const sizes = new Map(
    await Promise.all(pack.files.map(async (name) => [name, await files.size(name)] as const)),
  );
  return unitsOf(pack.id, pack.meta, pack.files).map((unit) => {
    const onDisk = Math.max(0, (sizes.get(unit.file) ?? 0) - unit.at);
    const { have, verified } = files.ledger.of(unit);
    const intact = have <= onDisk;
    // The file is about to get its size again, which would hide that a piece of it was lost.
    if (!intact) files.note(unit, onDisk);
    return { pack, files, unit, have: Math.min(have, onDisk), verified: verified && intact };
  });
}

/** Gives every file its size, so that a disk too small is known before a byte is fetched. */
async function reserve(
  { estimate, signal }: DownloadOptions,
  opened: readonly { readonly pack: WantedPack; readonly files: PackFiles }[],
): Promise<void> {
  const growing: { readonly files: PackFiles; readonly name: string; readonly bytes: number }[] = [];
  let neededBytes = 0;
  for (const { pack, files } of opened)
    for (const name of pack.files) {
      const bytes = pack.meta.files.find(({ path }) => path === name)?.bytes ?? 0;
      const size = await files.size(name);
      if (size !== bytes || bytes === 0) growing.push({ files, name, bytes });
      neededBytes += Math.max(0, bytes - size);
    }
  const { quota, usage } = (await estimate?.()) ?? {};
  if (quota !== undefined && usage !== undefined && neededBytes > quota - usage)
    throw fullError(neededBytes, Math.max(0, quota - usage));
  for (const { files, name, bytes } of growing) {
    signal.throwIfAborted();
    const file = await files.open(name);
    try {
      file.truncate(bytes);
    } catch (error) {
      throw storageError(error, neededBytes);
    } finally {
      file.close();
    }
  }
}

/** Runs the jobs, some at once; the first fault that does not pass ends them all. */
async function fetchAll(options: DownloadOptions, jobs: readonly Job[]): Promise<void> {
  const { onProgress } = options;
  const totalBytes = jobs.reduce((sum, { unit }) => sum + unit.bytes, 0);
  const tell = (): void =>
    onProgress(
      jobs.reduce((sum, { have }) => sum + have, 0),
      totalBytes,
    );
  tell();
  options.signal.throwIfAborted();
  const own = options.scope.child();
  const all = new AbortController();
  own.listen(options.signal, 'abort', () => all.abort(options.signal.reason), { once: true });
  const around = { ...options, signal: all.signal };
  const files = shareFiles();
  const waiting = jobs.filter(({ verified }) => !verified);
  const run = async (): Promise<void> => {
    for (let job = waiting.shift(); job; job = waiting.shift()) await fetchJob(around, job, files, tell);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, () => run().catch((error: unknown) => all.abort(error))));
  own.end();
  all.signal.throwIfAborted();
}

type Around = Surroundings & { readonly signal: AbortSignal };
type SharedFiles = ReturnType<typeof shareFiles>;

/** One open file for all the units of it that are under way: a file can be opened once only. */
function shareFiles() {
  const open = new Map<string, { readonly file: Promise<OpenFile>; users: number }>();
  return {
    async use<T>({ pack, files, unit }: Job, work: (file: OpenFile) => Promise<T>): Promise<T> {
      const key = `${pack.id}/${unit.file}`;
      const shared = open.get(key) ?? { file: files.open(unit.file), users: 0 };
      open.set(key, shared);
      shared.users += 1;
      try {
        return await work(await shared.file);
      } finally {
        const file = await shared.file.catch(() => null);
        shared.users -= 1;
        if (shared.users === 0) {
          open.delete(key);
          file?.close();
        }
      }
    },
  };
}

const fetchJob = (around: Around, job: Job, files: SharedFiles, tell: () => void): Promise<void> =>
  files.use(job, async (file) => {
    const { pack, unit } = job;
    const state = takeUp(file, unit, job.have);
    job.have = state.have;
    let flushed = state.have;
    const checkpoint = (): void => {
      file.flush();
      job.files.note(unit, state.have);
      flushed = state.have;
    };
    const onBytes = (): void => {
      job.have = state.have;
      if (state.have - flushed >= CHECKPOINT_BYTES) checkpoint();
      tell();
    };
    try {
      await untilRight(around, pack, unit, file, state, onBytes);
      file.flush();
      job.files.note(unit, null);
    } catch (error) {
      try {
        checkpoint();
      } catch {
        // A full disk takes no note either; what was noted before still holds.
      }
      throw error;
    } finally {
      job.have = state.have;
      tell();
    }
  });

/** Tries until the unit is there and right, as often as makes sense. */
async function untilRight(
  around: Around,
  pack: WantedPack,
  unit: Unit,
  file: OpenFile,
  state: Progressing,
  onBytes: () => void,
): Promise<void> {
  const folder = pack.id.replace('@', '/');
  let damaged = 0;
  let failures = 0;
  for (;;) {
    const before = state.have;
    try {
      if (await fetchUnit(around, around.signal, folder, unit, file, state, onBytes)) return;
      startOver(state);
      onBytes();
      damaged += 1;
    } catch (error) {
      if (!(error instanceof PassingError)) throw error;
      around.signal.throwIfAborted();
      failures = state.have > before ? 1 : failures + 1;
      const delayMs = retryDelayMs(failures);
      if (delayMs === null) throw error;
      await pause(around, delayMs);
    }
    if (damaged === MOST_DAMAGED) throw damagedError(`${folder}/${unit.path}`, placeName(around), damaged);
  }
}

/** Waits; a call-off ends the wait at once. */
async function pause({ scope, signal }: Around, ms: number): Promise<void> {
  const wait = scope.child();
  await new Promise<void>((resolve) => {
    wait.after(ms, resolve);
    wait.listen(signal, 'abort', () => resolve(), { once: true });
  });
  wait.end();
  signal.throwIfAborted();
}
