import type { Fault } from '../app/state';
import { FULL_SET } from '../packs';
import { takeoverSentence } from '../pipeline/fallback';
import { createFakeApp, loading, type FakeApp } from './fake-app';
import { FAULTS } from './fake-faults';

/** Every state that the gallery can show, by name. */
export const FAKE_STATES: Readonly<Record<string, (app: FakeApp) => void>> = {
  'first-visit': () => undefined,
  'second-visit': (app) => app.set({ totalBytes: 0 }),
  loading: (app) => app.set({ phase: loading('mic', 27_400_000) }),
  checking: (app) => app.set({ phase: loading('mic', 999_000_000) }),
  asking: (app) => app.set({ phase: { kind: 'asking' } }),
  quiet: (app) => talk(app, 0),
  listening: (app) => talk(app, 26_200),
  claim: (app) => talk(app, 17_000),
  dropped: (app) => {
    talk(app, 31_000);
    const { words } = app.store.getState();
    app.set({
      words: words.map((word) =>
        word.mark?.text === 'wow'
          ? { ...word, mark: { ...word.mark, status: 'dropped', startMs: null, endMs: null } }
          : word,
      ),
    });
  },
  muted: (app) => {
    talk(app, 20_000);
    app.set({ muted: true, tentative: '' });
  },
  mirror: (app) => {
    talk(app, 30_000);
    app.set({ mirror: { on: true, estimate: { bc: 0.68, tc: 0.36 }, weight: 0.45 } });
  },
  notes: (app) => {
    talk(app, 30_000);
    app.set({
      notes: [
        'This machine is slow just now: some words come later than usual. No sound is lost.',
        'The tab was hidden for 12 s; the conversation went on.',
      ],
    });
  },
  own: (app) => {
    talk(app, 30_000);
    app.actions.setDials({ bc: 0.8, tc: 0 });
    app.actions.savePreset('Grandmother');
  },
  ending: (app) => {
    talk(app, 40_000);
    app.set({ phase: { kind: 'ending' }, tentative: '' });
  },
  ended: (app) => ended(app),
  'ended-empty': (app) => app.set({ phase: { kind: 'ended', source: 'mic', durationMs: 2200 } }),
  long: (app) => {
    talk(app, 580_000);
    app.set({ latency: { wordToDecisionMs: 387, decisionToSoundMs: 62, claimToSoundMs: 214 } });
  },
  live: (app) => void app.actions.start('mic'),
  'set-full': (app) => {
    talk(app, 26_200);
    app.set({
      set: { kind: 'full', set: FULL_SET, backend: 'webgpu (acme 5)' },
      backend: 'WebGPU, acme 5',
    });
  },
  'set-given-up': (app) => {
    talk(app, 30_000);
    const sentence = takeoverSentence('lost', 'webgpu (acme 5)', true);
    app.set({
      set: { kind: 'given-up', sentence },
      notes: [`${sentence} The small set goes on with the same conversation.`],
    });
  },
  'fault-start': (app) => fail(app, 'start'),
  'fault-mic': (app) => fail(app, 'mic'),
  'fault-mic-live': (app) => (talk(app, 20_000), fail(app, 'mic')),
  'fault-words': (app) => (talk(app, 20_000), fail(app, 'words')),
  'fault-decision': (app) => (talk(app, 20_000), fail(app, 'decision')),
  'fault-speaker': (app) => (talk(app, 20_000), fail(app, 'speaker')),
  'fault-reply': (app) => (talk(app, 20_000), fail(app, 'reply')),
  'fault-save': (app) => (ended(app), fail(app, 'save')),
  'fault-page': (app) => fail(app, 'page'),
};

/** A fake app in the state of this name. Throws when there is none. */
export function fakeAppIn(name: string): FakeApp {
  const enter = FAKE_STATES[name];
  if (!enter)
    throw new Error(`There is no state "${name}"; there are ${Object.keys(FAKE_STATES).join(', ')}.`);
  const app = createFakeApp(name === 'long' ? 12 : 1);
  enter(app);
  return app;
}

function talk(app: FakeApp, elapsedMs: number): void {
  app.set({
    phase: { kind: 'listening', source: 'mic' },
    backend: 'WASM, 2 threads',
    totalBytes: 0,
    latency: {
      wordToDecisionMs: 412,
      decisionToSoundMs: 58,
      claimToSoundMs: elapsedMs > 14_000 ? 231 : null,
    },
  });
  app.goTo(elapsedMs);
}

function ended(app: FakeApp): void {
  talk(app, 46_000);
  app.set({ phase: { kind: 'ended', source: 'mic', durationMs: 46_000 }, tentative: '' });
}

function fail(app: FakeApp, place: Fault['place']): void {
  app.set({ faults: [FAULTS[place]] });
}
