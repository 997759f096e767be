import type { PlainError } from '../shared/plain-error';

/** Runs one piece of work after another, and gives back what each gives. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** Turns on a device: once it is `lost`, what runs and what waits fails with the reason at once, though the device never answers. */
export function createTurns(lost: Promise<PlainError>): InTurn {
  // Not a race against `lost`, which would hold on to every answer for as long as all is well.
  const waiting = new Set<(error: PlainError) => void>();
  let gone: PlainError | null = null;
  let last: Promise<unknown> = Promise.resolve();
  void lost.then((error) => {
    gone = error;
    for (const reject of waiting) reject(error);
    waiting.clear();
  });
  return <T>(work: () => Promise<T>): Promise<T> => {
    const before = last;
    const turn = new Promise<T>((resolve, reject) => {
      waiting.add(reject);
      const run = async (): Promise<void> => {
        try {
          await before;
          if (gone !== null) throw gone;
          resolve(await work());
        } catch (error) {
          reject(error);
        } finally {
          waiting.delete(reject);
        }
      };
      void run();
    });
    last = turn.catch(() => undefined);
    return turn;
  };
}
