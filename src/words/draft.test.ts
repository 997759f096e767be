import { describe, expect, it } from 'vitest';
import { draftAfter } from './draft';

describe('draftAfter', () => {
  it('goes on with the draft after a token that was only replaced', () => {
    expect(draftAfter([1, 2, 3, 4, 5], [1, 9, 3])).toEqual([4, 5]);
  });

  it('goes on after a token that moved', () => {
    expect(draftAfter([1, 2, 3, 4, 5], [1, 9, 9, 3])).toEqual([4, 5]);
    expect(draftAfter([1, 2, 3, 4, 5], [1, 4])).toEqual([5]);
  });

  it('has nothing to say about a token it does not know', () => {
    expect(draftAfter([1, 2, 3], [1, 9])).toEqual([]);
    expect(draftAfter([], [1])).toEqual([]);
  });
});
