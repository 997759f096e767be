import { describe, expect, it } from 'vitest';
import { lengthBeforeLoop } from './repetition';

describe('lengthBeforeLoop', () => {
  it('keeps speech that repeats itself a little', () => {
    expect(lengthBeforeLoop([5, 5, 5, 6, 7, 6, 7, 6, 7])).toBe(9);
  });

  it('cuts a token that goes round four times after its first', () => {
    expect(lengthBeforeLoop([1, 2, 7, 7, 7, 7, 7, 7])).toBe(3);
  });

  it('cuts a phrase that goes round', () => {
    expect(lengthBeforeLoop([1, 4, 5, 6, 4, 5, 6, 4, 5, 6, 4, 5, 6])).toBe(4);
  });

  it('takes nothing', () => {
    expect(lengthBeforeLoop([])).toBe(0);
  });
});
