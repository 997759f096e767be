import { describe, expect, it } from 'vitest';
import type { HubPack, Kept } from '../../packs';
import { PlainError } from '../../shared/plain-error';
import { createHubApp } from './hub-app';
import type { HubPackState } from './state';

const TOTAL = 77_000_000;
const pack = { id: 'hub-whisper-base@1', totalBytes: TOTAL, checkedBytes: 70_000_000 } as HubPack;
const described = (_baseUrl: string): Promise<HubPack> => Promise.resolve(pack);
const HERE = { origin: 'https://page.test', listed: ['https://huggingface.co', 'https://*.hf.co'] };

function made(options: { listed?: readonly string[]; storage?: string; describe?: typeof described } = {}) {
  const seen: HubPackState['kind'][] = [];
  const asked: string[] = [];
  const stored = new Map(options.storage === undefined ? [] : [['mhm-hub', options.storage]]);
  let keptBytes = 0;
  let refusal: Error | null = null;
  let ending: (whole: boolean) => void = () => undefined;
  const app = createHubApp({
    storage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
    },
    hosts: { ...HERE, listed: options.listed ?? HERE.listed },
    nowMs: () => 0,
    describe(recogniser, baseUrl) {
      asked.push(`${baseUrl}${recogniser.repository}`);
      return refusal ? Promise.reject(refusal) : (options.describe ?? described)(baseUrl);
    },
    warehouse: {
      kept: () =>
        Promise.resolve([
          keptBytes === 0 ? null : ({ keptBytes, totalBytes: TOTAL, whole: keptBytes === TOTAL } as Kept),
        ]),
      download: (_, __, onProgress) =>
        Promise.resolve({
          pause: () => Promise.resolve(ending(false)),
          ended: new Promise((resolve, reject) => {
            keptBytes = 30_000_000;
            onProgress(keptBytes, TOTAL);
            ending = (whole) => {
              if (whole) keptBytes = TOTAL;
              if (refusal) reject(refusal);
              else resolve({ whole });
            };
          }),
        }),
      remove: () => {
        keptBytes = 0;
        return Promise.resolve();
      },
    },
  });
  const state = () => app.store.getState().recognisers['whisper-base'];
  app.store.subscribe(() => {
    if (seen.at(-1) !== state().kind) seen.push(state().kind);
  });
  return {
    app,
    state,
    seen,
    asked,
    stored,
    refuse: (error: Error) => void (refusal = error),
    end: (whole: boolean) => ending(whole),
  };
}

describe('createHubApp', () => {
  it('asks nobody before it is looked for, then shows the size, fetches, pauses, goes on and removes', async () => {
    const { app, state, seen, asked, end } = made();
    expect(asked).toEqual([]);
    await app.actions.look('whisper-base');
    expect(state()).toMatchObject({
      kind: 'found',
      totalBytes: TOTAL,
      checkedBytes: 70_000_000,
      from: 'huggingface.co',
    });
    const first = app.actions.fetch('whisper-base');
    await expect
      .poll(() => state())
      .toMatchObject({ progress: { loadedBytes: 30_000_000, totalBytes: TOTAL } });
    await app.actions.pause();
    await first;
    expect(state()).toMatchObject({ kind: 'paused', progress: { loadedBytes: 30_000_000 }, fault: null });
    const second = app.actions.fetch('whisper-base');
    await expect.poll(() => seen.filter((kind) => kind === 'fetching')).toHaveLength(2);
    await expect.poll(() => asked).toHaveLength(3);
    await Promise.resolve();
    end(true);
    await second;
    expect(state()).toMatchObject({ kind: 'whole', totalBytes: TOTAL });
    await app.actions.remove('whisper-base');
    expect(state().kind).toBe('found');
  });

  it('keeps what has arrived, and says why it ended', async () => {
    const { app, state, refuse, end } = made();
    const fetching = app.actions.fetch('whisper-base');
    await expect.poll(() => state()).toMatchObject({ progress: { loadedBytes: 30_000_000 } });
    refuse(new PlainError('pack-stalled', 'Nothing came.', 'Go on.'));
    end(false);
    await fetching;
    expect(state()).toMatchObject({
      kind: 'paused',
      fault: { code: 'pack-stalled', message: 'Nothing came.' },
    });
  });

  it('holds a pause that is asked for before the first byte', async () => {
    const { app, state } = made();
    const fetching = app.actions.fetch('whisper-base');
    await app.actions.pause();
    await fetching;
    expect(state()).toMatchObject({ kind: 'paused', fault: null });
  });

  it('forgets what it found elsewhere once another place is named', async () => {
    let answer: (found: HubPack) => void = () => undefined;
    const { app, state, asked } = made({
      describe: (baseUrl) =>
        baseUrl.includes('page.test') ? described(baseUrl) : new Promise((resolve) => (answer = resolve)),
    });
    const before = app.actions.look('whisper-base');
    await expect.poll(() => asked).toHaveLength(1);
    app.actions.setBaseUrl('https://page.test/hub/');
    await app.actions.look('whisper-base');
    answer({ ...pack, totalBytes: 1 });
    await before;
    expect(state()).toMatchObject({ kind: 'found', from: 'page.test', totalBytes: TOTAL });
  });

  it('asks nobody where the page’s policy names no hub, and says what to do', async () => {
    const { app, state, asked } = made({ listed: [] });
    expect(app.store.getState().blocked).toMatchObject({ code: 'hub-blocked' });
    await app.actions.look('whisper-base');
    await app.actions.fetch('whisper-base');
    expect(asked).toEqual([]);
    expect(state()).toMatchObject({ kind: 'absent', fault: { code: 'hub-blocked' } });
  });

  it('takes another place, remembers it, and goes back to the hub for an empty one', () => {
    const { app, stored } = made();
    app.actions.setBaseUrl('https://page.test/hub');
    expect(app.store.getState()).toMatchObject({ baseUrl: 'https://page.test/hub/', blocked: null });
    expect(stored.get('mhm-hub')).toBe('https://page.test/hub/');
    expect(made({ storage: 'https://page.test/hub/' }).app.store.getState().baseUrl).toBe(
      'https://page.test/hub/',
    );
    app.actions.setBaseUrl('nowhere');
    expect(app.store.getState().blocked).toMatchObject({ code: 'pack-url' });
    app.actions.setBaseUrl('');
    expect(app.store.getState()).toMatchObject({ baseUrl: 'https://huggingface.co/', blocked: null });
  });
});
