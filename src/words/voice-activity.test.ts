import { describe, expect, it } from 'vitest';
import { hearVoice, QUIET, type VoiceRules, type VoiceState } from './voice-activity';

const RULES: VoiceRules = { onset: 0.5, offset: 0.35, settleMs: 96, finalMs: 128, closeMs: 192 };

/** Feeds one probability a frame and collects what changed, with the frame's number. */
const changes = (probabilities: readonly number[]): string[] => {
  let state: VoiceState = QUIET;
  return probabilities.flatMap((probability, frame) => {
    const [next, change] = hearVoice(state, probability, (frame + 1) * 32, RULES);
    state = next;
    return change.kind === 'none' ? [] : [`${frame} ${change.kind} ${change.atMs}`];
  });
};

describe('hearVoice', () => {
  it('opens at the onset and stays open between offset and onset', () => {
    expect(changes([0.2, 0.6, 0.4, 0.4, 0.4, 0.4])).toEqual(['1 start 32']);
  });

  it('settles after a pause and closes after a longer one', () => {
    expect(changes([0.9, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])).toEqual(['0 start 0', '3 settle 32', '6 close 32']);
  });

  it('goes on with the same segment after a short pause', () => {
    expect(changes([0.9, 0.1, 0.1, 0.1, 0.9, 0.1])).toEqual(['0 start 0', '3 settle 32', '4 resume 128']);
  });

  it('needs an onset, not just a lack of offset, to go on', () => {
    expect(changes([0.9, 0.1, 0.1, 0.1, 0.4, 0.4, 0.4])).toEqual(['0 start 0', '3 settle 32', '6 close 32']);
  });

  it('hears nothing in NaN', () => {
    expect(changes([Number.NaN, Number.NaN])).toEqual([]);
  });
});
