import { expect, test, vi } from 'vitest';
import type { ClipBank } from '../clip';
import type { DecisionStage } from '../decision';
import { FULL_SET } from '../packs';
import { PlainError } from '../shared/plain-error';
import { createScope } from '../shared/scope';
import type { Scope } from '../shared/scope';
import { createSetSwitch } from './set-switch';
import type { FullContext, FullParts, FullWatch, SetState } from './set-switch';

const BANK = {} as ClipBank;
const end = vi.fn();
const CONTEXT: FullContext = { embedContext: () => expect.unreachable(), end };
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const stage = (backend: string): DecisionStage => ({
  meta: {} as DecisionStage['meta'],
  backend,
  hear: () => Promise.resolve(),
  judge: (asks) => Promise.resolve(asks.map(() => [0, 0, 1] as const)),
  forget: () => Promise.resolve(),
});

/** A switch whose full set is given, or refused, when the test says so. */
function made() {
  const loads: {
    scope: Scope;
    watch: FullWatch;
    give: (change?: Partial<FullParts>) => Promise<void>;
    refuse: (error: Error) => Promise<void>;
  }[] = [];
  const told: { state: SetState; sentence: string | null }[] = [];
  const banks: (ClipBank | null)[] = [];
  let hidden = false;
  const sets = createSetSwitch(createScope(), {
    small: () => stage('wasm-2'),
    loadFull: (scope, watch) =>
      new Promise((resolve, reject) => {
        loads.push({
          scope,
          watch,
          give(change = {}) {
            const whole = { set: FULL_SET, context: CONTEXT, contextMissing: null, bank: BANK };
            resolve({ ...whole, decision: stage('webgpu (acme 5)'), ...change });
            return settled();
          },
          refuse(error) {
            reject(error);
            return settled();
          },
        });
      }),
    useBank: (bank) => banks.push(bank),
    nowMs: () => 0,
    hidden: () => hidden,
  });
  sets.watch((state, sentence) => told.push({ state, sentence }));
  return { sets, loads, told, banks, hide: () => (hidden = true) };
}

test('the small set listens until the full one is loaded, and the page is told', async () => {
  const { sets, loads, told, banks } = made();
  expect(sets.state).toEqual({ kind: 'small' });
  sets.choose('full');
  expect([sets.state.kind, sets.decision.runs]).toEqual(['loading', 'small']);
  await loads[0]?.give();
  expect(sets.state).toEqual({ kind: 'full', set: FULL_SET, backend: 'webgpu (acme 5)' });
  expect([sets.decision.runs, sets.context(), banks.at(-1)]).toEqual(['full', CONTEXT, BANK]);
  expect(told.map(({ sentence }) => sentence)).toEqual([
    null,
    'The full set decides from here on, on the GPU (acme 5).',
  ]);
  // Chosen again at the next start: nothing to do.
  sets.choose('full');
  expect(loads).toHaveLength(1);
});

test('a set that cannot begin is refused with its own sentence, and not tried again unasked', async () => {
  const { sets, loads, told } = made();
  sets.choose('full');
  await loads[0]?.refuse(
    new PlainError('webgpu-missing', 'This browser has no WebGPU.', 'Use another browser.'),
  );
  const sentence = 'This browser has no WebGPU.';
  expect(told.at(-1)).toEqual({
    state: { kind: 'given-up', sentence },
    sentence: `${sentence} The small set listens instead.`,
  });
  expect(loads[0]?.scope.ended).toBe(true);
  sets.choose('full');
  expect(loads).toHaveLength(1);
  sets.retry();
  expect(sets.state.kind).toBe('loading');
  await loads[1]?.give();
  expect(sets.state.kind).toBe('full');
});

test('a device lost in mid-conversation: small decides, the parts are ended, a sentence names device and reason', async () => {
  const { sets, loads, told, banks, hide } = made();
  sets.choose('full');
  await loads[0]?.give();
  hide();
  loads[0]?.watch.gone('lost');
  expect([sets.decision.runs, sets.context(), banks.at(-1)]).toEqual(['small', null, null]);
  expect(loads[0]?.scope.ended).toBe(true);
  expect(told.at(-1)?.sentence).toMatch(
    /lost .*acme 5.* while this tab was in the background\. The small set goes on/,
  );
  // What its worker still has to say is of no interest.
  const count = told.length;
  loads[0]?.watch.gone('died');
  loads[0]?.watch.contextGone();
  expect(told).toHaveLength(count);
});

test('a device lost before the rest is loaded: the full set never decides', async () => {
  const { sets, loads, told, banks } = made();
  sets.choose('full');
  loads[0]?.watch.gone('memory');
  await loads[0]?.give();
  expect([sets.decision.runs, sets.context(), banks, loads[0]?.scope.ended]).toEqual([
    'small',
    null,
    [null],
    true,
  ]);
  expect(told.at(-1)?.sentence).toBe(
    'The full set ran out of memory on the GPU (acme 5). The small set listens instead.',
  );
});

test('without its voice model it decides all the same, and says so', async () => {
  const { sets, loads, told } = made();
  sets.choose('full');
  await loads[0]?.give({
    context: null,
    contextMissing: new PlainError('model-unloadable', 'A model could not be loaded.'),
  });
  expect([sets.decision.runs, sets.context()]).toEqual(['full', null]);
  expect(told.at(-1)?.sentence).toContain('A model could not be loaded. The short answers are fitted');
});

test.each([
  ['stopped', 'voice model stopped'],
  ['slow', 'voice model is slower than you speak'],
] as const)('a voice model that is %s leaves the decision where it is', async (why, words) => {
  end.mockClear();
  const { sets, loads, told } = made();
  sets.choose('full');
  await loads[0]?.give();
  sets.giveUpContext(why);
  // Its end is heard of once more.
  loads[0]?.watch.contextGone();
  expect([sets.decision.runs, sets.context(), end.mock.calls.length]).toEqual(['full', null, 1]);
  expect(told.filter(({ sentence }) => sentence?.includes(words))).toHaveLength(1);
  expect(told.filter(({ sentence }) => sentence?.includes('voice model'))).toHaveLength(1);
});

test.each(['while it loads', 'while it runs'])('the small set chosen %s', async (when) => {
  const { sets, loads, told } = made();
  sets.choose('full');
  if (when === 'while it runs') await loads[0]?.give();
  sets.choose('small');
  if (when === 'while it loads') await loads[0]?.give();
  expect([sets.decision.runs, sets.state, loads[0]?.scope.ended]).toEqual(['small', { kind: 'small' }, true]);
  expect(told.at(-1)).toEqual({ state: { kind: 'small' }, sentence: null });
  sets.choose('full');
  expect(loads).toHaveLength(2);
});

test('who stopped watching is not told', () => {
  const { sets } = made();
  const tell = vi.fn();
  sets.watch(tell)();
  sets.choose('full');
  expect(tell).not.toHaveBeenCalled();
});
