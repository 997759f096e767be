import { describe, expect, it } from 'vitest';
import { type Probabilities } from '../flow';
import { seededRandom } from '../shared/random';
import { META, POLICY } from './fixtures';
import {
  judgePolicy,
  latePolicy,
  missedSilences,
  policyForWords,
  POLICY_START,
  score,
  threshold,
  type PolicyInput,
  type PolicyState,
} from './policy';

const DIALS = { bc: 0.5, tc: 0.5 };
const BACKCHANNEL: Probabilities = [0.05, 0.9, 0.05];
const CLAIM: Probabilities = [0.95, 0.01, 0.04];
const input = (tMs: number, p: Probabilities, more: Partial<PolicyInput> = {}): PolicyInput => ({
  tMs,
  word: true,
  silenceMs: 0,
  p,
  dials: DIALS,
  listenerSounding: false,
  ...more,
});
const acts = (state: PolicyState, given: PolicyInput): string => {
  const [, { action, reason }] = judgePolicy(POLICY, state, given);
  return `${action}: ${reason}`;
};

describe('threshold', () => {
  it('is linear between the knots of both dials, and constant beyond them', () => {
    expect(threshold(POLICY, 'backchannel', { bc: 0.25, tc: 0 }, 200)).toBeCloseTo(0.65);
    expect(threshold(POLICY, 'turn_claim', { bc: 0, tc: 1 }, 500)).toBeCloseTo(0.3);
    expect(threshold(POLICY, 'turn_claim', { bc: 0.75, tc: 0.5 }, 500)).toBeCloseTo(0.55);
  });

  it('takes higher odds within a phrase', () => {
    // Odds of 1 become odds of 1.5.
    expect(threshold(POLICY, 'backchannel', { bc: 0.5, tc: 0 }, 199)).toBeCloseTo(0.6);
    expect(threshold(POLICY, 'backchannel', { bc: 0.5, tc: 0 }, 200)).toBe(0.5);
  });
});

describe('missedSilences', () => {
  it('are those since the word ended, as far back as a cue may be late', () => {
    expect(missedSilences(POLICY, 0)).toEqual([]);
    expect(missedSilences(POLICY, 250)).toEqual([0, 100, 200]);
    expect(missedSilences(POLICY, 750)).toEqual([400, 500, 600, 700]);
  });
});

describe('score', () => {
  it("is a claim's probability, and a backchannel's given that the turn is not claimed", () => {
    const p: Probabilities = [0.56, 0.33, 0.11];
    expect(score(p, 'turn_claim')).toBe(0.56);
    expect(score(p, 'backchannel')).toBeCloseTo(0.75);
    expect(score([1, 0, 0], 'backchannel')).toBe(0);
  });
});

describe('judgePolicy', () => {
  it('acts above the threshold and not below it', () => {
    expect(acts(POLICY_START, input(0, BACKCHANNEL))).toBe('backchannel: above threshold');
    expect(acts(POLICY_START, input(0, CLAIM))).toBe('turn_claim: above threshold');
    expect(acts(POLICY_START, input(0, [0, 0.59, 0.41]))).toBe('stay_silent: below threshold');
    expect(acts(POLICY_START, input(0, [0, 0.6, 0.4]))).toBe('backchannel: above threshold');
  });

  it('prefers the end of a sentence: the same probability acts once there is silence', () => {
    const p: Probabilities = [0, 0.55, 0.45];
    expect(acts(POLICY_START, input(0, p))).toBe('stay_silent: below threshold');
    expect(acts(POLICY_START, input(200, p, { word: false, silenceMs: 200 }))).toBe(
      'backchannel: above threshold',
    );
  });

  it('stays silent while the listener is sounding', () => {
    expect(acts(POLICY_START, input(0, CLAIM, { listenerSounding: true }))).toBe(
      'stay_silent: listener sounding',
    );
  });

  it('is not kept from a backchannel by a claim that does not act', () => {
    const p: Probabilities = [0.56, 0.38, 0.06];
    expect(acts(POLICY_START, input(300, p, { word: false, silenceMs: 300 }))).toBe(
      'backchannel: above threshold',
    );
    expect(
      acts(POLICY_START, input(300, p, { word: false, silenceMs: 300, dials: { bc: 0.5, tc: 1 } })),
    ).toBe('turn_claim: above threshold');
  });

  it('may take the turn a second after a backchannel at the same word, and does nothing else', () => {
    const [acted] = judgePolicy(POLICY, POLICY_START, input(0, BACKCHANNEL));
    const later = (tMs: number, p: Probabilities) => input(tMs, p, { word: false, silenceMs: tMs });
    expect(acts(acted, later(999, CLAIM))).toBe('stay_silent: already acted');
    expect(acts(acted, later(1000, CLAIM))).toBe('turn_claim: above threshold');
    expect(acts(acted, later(2000, BACKCHANNEL))).toBe('stay_silent: below threshold');
    const [claimed] = judgePolicy(POLICY, acted, later(1000, CLAIM));
    expect(acts(claimed, later(1500, CLAIM))).toBe('stay_silent: already acted');
  });

  it('acts once a word, and lets the next word have its own chance', () => {
    const [acted] = judgePolicy(POLICY, POLICY_START, input(0, CLAIM));
    expect(acts(acted, input(3500, CLAIM, { word: false, silenceMs: 500 }))).toBe(
      'stay_silent: already acted',
    );
    expect(acts(acted, input(3500, CLAIM))).toBe('turn_claim: above threshold');
  });

  it('waits after a backchannel and after a claim, each for its own kind', () => {
    const [after] = judgePolicy(POLICY, POLICY_START, input(0, BACKCHANNEL));
    expect(acts(after, input(1999, BACKCHANNEL))).toBe('stay_silent: backchannel too soon');
    expect(acts(after, input(2000, BACKCHANNEL))).toBe('backchannel: above threshold');
    expect(acts(after, input(500, CLAIM))).toBe('turn_claim: above threshold');
    const [claimed] = judgePolicy(POLICY, POLICY_START, input(0, CLAIM));
    expect(acts(claimed, input(2999, CLAIM))).toBe('stay_silent: turn claim too soon');
    expect(acts(claimed, input(2999, BACKCHANNEL))).toBe('backchannel: above threshold');
  });

  it('may backchannel when the claim is refused; when both are, the claim says why', () => {
    const open = {
      ...POLICY,
      thresholds: {
        backchannel: { bc: [0], tc: [0], p: [[0.2]] },
        turn_claim: { bc: [0], tc: [0], p: [[0.5]] },
      },
    };
    const at = (p: Probabilities) => input(0, p, { dials: { bc: 0.5, tc: 0 }, silenceMs: 300 });
    const [, taken] = judgePolicy(open, POLICY_START, at([0.7, 0.25, 0.05]));
    expect(taken).toEqual({ action: 'backchannel', reason: 'above threshold' });
    const [, none] = judgePolicy(open, POLICY_START, at([0.7, 0.05, 0.25]));
    expect(none).toEqual({ action: 'stay_silent', reason: 'turn claim dial at zero' });
  });

  it('says nothing long after the last word', () => {
    expect(acts(POLICY_START, input(9000, CLAIM, { word: false, silenceMs: 2001 }))).toBe(
      'stay_silent: silence too long',
    );
  });

  it('keeps the zero settings: no backchannels at all, and no claim while the speaker is speaking', () => {
    const zero = { dials: { bc: 0, tc: 0 } };
    expect(acts(POLICY_START, input(0, BACKCHANNEL, { ...zero, silenceMs: 300 }))).toBe(
      'stay_silent: backchannel dial at zero',
    );
    expect(acts(POLICY_START, input(0, CLAIM, { ...zero, silenceMs: 600, p: [1, 0, 0] }))).toBe(
      'stay_silent: turn claim dial at zero',
    );
    expect(acts(POLICY_START, input(0, CLAIM, { ...zero, silenceMs: 700, p: [1, 0, 0] }))).toBe(
      'turn_claim: above threshold',
    );
  });
});

/** Judgements of a made-up conversation: words at random gaps, re-judged in silence, random probabilities and dials. */
function* conversation(seed: number): Generator<PolicyInput> {
  const random = seededRandom(seed);
  const zeros = { bc: random() < 0.3, tc: random() < 0.3 };
  let tMs = 0;
  for (let word = 0; word < 400; word += 1) {
    const gapMs = random() < 0.7 ? random() * 80 : random() * 3000;
    for (let silenceMs = 0; silenceMs <= gapMs; silenceMs += POLICY.rejudge_every_ms) {
      const raw = [random() ** 3, random() ** 3, random() ** 3].map((share) => share + 1e-6);
      const sum = raw.reduce((one, other) => one + other, 0);
      const [claim = 0, backchannel = 0, silent = 0] = raw.map((share) => share / sum);
      const dials = { bc: zeros.bc ? 0 : random(), tc: zeros.tc ? 0 : random() };
      const listenerSounding = random() < 0.2;
      yield {
        tMs: tMs + silenceMs,
        word: silenceMs === 0,
        silenceMs,
        p: [claim, backchannel, silent],
        dials,
        listenerSounding,
      };
    }
    tMs += gapMs + 100 + random() * 300;
  }
}

/** What a run of the policy broke; `false` promises by name. */
function broken(seed: number): { actions: number; promises: string[] } {
  const promises: string[] = [];
  const promise = (name: string, kept: boolean): void => void (kept || promises.push(name));
  let state = Object.freeze(POLICY_START);
  let actions = 0;
  let lastBackchannelMs = Number.NEGATIVE_INFINITY;
  let lastClaimMs = Number.NEGATIVE_INFINITY;
  let lastOnWord = 'stay_silent';
  for (const given of conversation(seed)) {
    const [next, { action }] = judgePolicy(POLICY, state, given);
    state = Object.freeze(next);
    if (given.word) lastOnWord = 'stay_silent';
    if (action === 'stay_silent') continue;
    actions += 1;
    const { tMs, silenceMs, dials, p } = given;
    const claimAfterBackchannel =
      action === 'turn_claim' && lastOnWord === 'backchannel' && tMs - lastBackchannelMs >= 1000;
    promise('nothing while the listener is sounding', !given.listenerSounding);
    promise(
      'one action a word, or a claim well after it',
      lastOnWord === 'stay_silent' || claimAfterBackchannel,
    );
    promise('above threshold', score(p, action) >= threshold(POLICY, action, dials, silenceMs));
    lastOnWord = action;
    if (action === 'backchannel') {
      promise('no backchannels at zero', dials.bc > 0);
      promise('2 s between backchannels', tMs - lastBackchannelMs >= 2000);
      lastBackchannelMs = tMs;
    } else {
      promise('no claims within speech at zero', dials.tc > 0 || silenceMs >= 700);
      promise('3 s between claims', tMs - lastClaimMs >= 3000);
      lastClaimMs = tMs;
    }
  }
  return { actions, promises };
}

describe('whatever is said', () => {
  it.each(Array.from({ length: 40 }, (_, index) => index + 1))('seed %i keeps every promise', (seed) => {
    const { actions, promises } = broken(seed);
    expect(promises).toEqual([]);
    expect(actions).toBeGreaterThan(0);
  });

  it('is deterministic', () => {
    const run = (): string[] => {
      let state = POLICY_START;
      return [...conversation(7)].map((given) => {
        const [next, { action }] = judgePolicy(POLICY, state, given);
        state = next;
        return action;
      });
    };
    expect(run()).toEqual(run());
  });

  it('asks other thresholds of words that are known late', () => {
    const fitted = META.policy;
    const known = (...delays: number[]) =>
      delays.map((delayMs, at) => ({ endMs: 1000 * at, heardMs: 1000 * at + delayMs }));
    expect(policyForWords(fitted, known(0, 0, 900)).thresholds).toBe(fitted.thresholds);
    expect(policyForWords(fitted, []).thresholds).toBe(fitted.thresholds);
    expect(policyForWords(fitted, known(0, 300, 900)).thresholds).toBe(fitted.late_thresholds);
    const middle = { bc: 0.5, tc: 0.5 };
    expect(threshold(latePolicy(fitted), 'backchannel', middle, 300)).toBeCloseTo(0.4);
    expect(threshold(fitted, 'backchannel', middle, 300)).toBeCloseTo(0.5);
  });
});
