import { serve } from '../../shared/door';
import { toPlainError } from '../../shared/plain-error';
import { createScope } from '../../shared/scope';
import type { Ms } from '../../shared/units';
import { parsePackMeta } from '../meta';
import { alone } from './alone';
import { checkPacks } from './check';
import { download } from './download';
import { busyError } from './errors';
import { packsFolder } from './folder';
import { removePacks } from './pack-files';
import { watchPolicy } from './policy-watch';
import type { StoreCalls, StoreNote } from './store.protocol';

/** More often nobody can read. */
const TELL_EVERY_MS: Ms = 100;

const scope = createScope();
const policy = watchPolicy(scope);
let running: { readonly pause: AbortController; readonly ended: Promise<void> } | null = null;

/** Tells the first progress, the last, and some between. */
function teller(): (keptBytes: number, totalBytes: number) => void {
  let toldMs = Number.NEGATIVE_INFINITY;
  return (keptBytes, totalBytes) => {
    const nowMs = performance.now();
    if (nowMs - toldMs < TELL_EVERY_MS && keptBytes < totalBytes) return;
    toldMs = nowMs;
    note({ kind: 'progress', keptBytes, totalBytes });
  };
}

const note = serve<StoreCalls, StoreNote>(self, {
  async begin({ place, packs }) {
    if (running) throw busyError();
    const pause = new AbortController();
    const ids = packs.map(({ id }) => id);
    const wanted = packs.map((pack) => ({
      ...pack,
      meta: parsePackMeta(JSON.parse(pack.metaText), pack.id),
    }));
    const ended = alone(ids, async () =>
      download({
        root: await packsFolder(),
        place,
        packs: wanted,
        own: location.origin,
        policy,
        scope,
        signal: pause.signal,
        onProgress: teller(),
        estimate: () => navigator.storage.estimate(),
      }),
    )
      .then(
        () => note({ kind: 'ended', whole: true, error: null }),
        (error: unknown) => {
          if (pause.signal.aborted) return note({ kind: 'ended', whole: false, error: null });
          const { code, message, todo } = toPlainError(
            error,
            'download-failed',
            'The models could not be fetched.',
            'Go on; what has arrived is kept.',
          );
          note({ kind: 'ended', whole: false, error: { code, message, todo } });
        },
      )
      .finally(() => {
        running = null;
      });
    running = { pause, ended };
    return Promise.resolve(null);
  },
  async stop() {
    running?.pause.abort();
    await running?.ended;
    return null;
  },
  check: ({ ids }) =>
    alone(ids, async () => ({
      wrong: await checkPacks(await packsFolder(), ids, (checkedBytes) =>
        note({ kind: 'checked', checkedBytes }),
      ),
    })),
  remove: ({ ids }) =>
    alone(ids, async () => {
      await removePacks(await packsFolder(), ids);
      return null;
    }),
});
