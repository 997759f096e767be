import { busyError } from './errors';

/**
 * Works on packs that nobody else in this browser writes meanwhile; other packs are free. Rejects with a `PlainError`
 * (`storage-busy`) where somebody does.
 */
export async function alone<T>(
  ids: readonly string[],
  work: () => Promise<T>,
  locks: Pick<LockManager, 'request'> = navigator.locks,
): Promise<T> {
  const [id, ...others] = ids;
  if (id === undefined) return work();
  const [name = ''] = id.split('@');
  return locks.request(`mhm-packs/${name}`, { ifAvailable: true }, (lock) => {
    if (lock === null) throw busyError();
    return alone(others, work, locks);
  });
}
