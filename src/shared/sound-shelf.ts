/** Files fetched at once while everything is fetched. */
const AT_ONCE = 6;

/** Recordings of a pack: fetched once, decoded when they are first played. */
export interface SoundShelf<Sound> {
  /** A decoded recording; the same promise every time, unless it failed. */
  sound(file: string): Promise<Sound>;
  /** Fetches all of `files`, so that none has to come over the network when it is needed. */
  fetchAll(files: readonly string[]): Promise<void>;
}

/** Keeps recordings. `read` gives a file's bytes, `decode` turns them into samples; what either throws is passed on. */
export function createSoundShelf<Sound>(
  read: (file: string) => Promise<Uint8Array>,
  decode: (bytes: Uint8Array) => Promise<Sound>,
): SoundShelf<Sound> {
  const fetched = new Map<string, Promise<Uint8Array>>();
  const decoded = new Map<string, Promise<Sound>>();
  const bytes = (file: string): Promise<Uint8Array> => once(fetched, file, () => read(file));
  return {
    sound: (file) =>
      once(decoded, file, async () => {
        // A copy: the browser's decoder takes the buffer away.
        const sound = await decode((await bytes(file)).slice());
        fetched.delete(file);
        return sound;
      }),
    async fetchAll(files) {
      const left = files.filter((file) => !decoded.has(file));
      const work = async (): Promise<void> => {
        for (let file = left.shift(); file !== undefined; file = left.shift()) await bytes(file);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    },
  };
}

/** What `make` gave for the key before, or now; a failure is not kept. */
function once<Value>(
  kept: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make();
  kept.set(key, made);
  made.catch(() => kept.delete(key));
  return made;
}
