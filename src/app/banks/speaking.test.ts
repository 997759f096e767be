import { expect, test } from 'vitest';
import type { BankPack, Hands } from '../../pipeline';
import { speakWith } from '.';

function fakeHands(): { readonly hands: Hands; readonly used: (BankPack | null)[] } {
  const used: (BankPack | null)[] = [];
  const hands: Hands = {
    fetchAll: () => Promise.resolve(),
    useFullBank: () => undefined,
    recordings: () => [],
    useBank(pack) {
      used.push(pack);
      return Promise.resolve();
    },
    session: () => expect.unreachable(),
  };
  return { hands, used };
}

test('the shipped bank speaks when it was chosen', async () => {
  const { hands, used } = fakeHands();
  const speaking = { id: 'shipped', changed: true };
  await speakWith(hands, speaking);
  expect(used).toEqual([null]);
  expect(speaking.changed).toBe(false);
});

test('the shipped bank speaks when the chosen one cannot be read, and not the one before it', async () => {
  const { hands, used } = fakeHands();
  // Node has no IndexedDB, as a private window may have none.
  await expect(speakWith(hands, { id: 'mine', changed: true })).rejects.toMatchObject({
    code: 'storage-refused',
  });
  expect(used).toEqual([null]);
});
