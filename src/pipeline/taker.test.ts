import { describe, expect, it, vi } from 'vitest';
import type { PlainError } from '../shared/plain-error';
import type { Listener, Part } from './listener';
import { createTaker } from './taker';

function made() {
  const faults: string[] = [];
  const notes: string[] = [];
  const restart = vi.fn<(part: Part) => Promise<void>>(() => Promise.resolve());
  const listener = { restart, onDeath: () => undefined } as unknown as Listener;
  createTaker(
    listener,
    { take: () => Promise.resolve(), words: [] },
    { fault: (error: PlainError) => faults.push(error.code), note: (text) => notes.push(text) },
  );
  const die = async (part: Part): Promise<void> => {
    listener.onDeath(part);
    await Promise.resolve();
  };
  return { die, faults, notes, restart };
}

describe('a worker that dies', () => {
  it('is started again five times, then given up', async () => {
    const { die, faults, restart } = made();
    for (let time = 0; time < 5; time++) await die('decision');
    expect([faults, restart.mock.calls.length]).toEqual([[], 5]);
    await die('decision');
    expect([faults, restart.mock.calls.length]).toEqual([['worker-given-up'], 5]);
  });

  it('does not use up the restarts of another', async () => {
    const { die, faults, notes, restart } = made();
    for (let time = 0; time < 7; time++) await die('context');
    expect(faults).toEqual([]);
    expect(notes.at(-1)).toContain('it is left off');
    await die('words');
    expect(restart).toHaveBeenLastCalledWith('words');
    expect(faults).toEqual([]);
  });
});
