import { expect, it } from 'vitest';
import { PlainError } from '../shared/plain-error';
import { createTurns } from './turns';

const never = new Promise<PlainError>(() => undefined);

it('runs one after another, whatever becomes of those before', async () => {
  const inTurn = createTurns(never);
  const order: string[] = [];
  const work = (name: string) => async (): Promise<string> => {
    order.push(`${name} begins`);
    await Promise.resolve();
    order.push(`${name} ends`);
    return name;
  };
  const first = inTurn(work('a'));
  const failed = inTurn(() => Promise.reject(new Error('no')));
  const last = inTurn(work('b'));
  await expect(failed).rejects.toThrow('no');
  expect(await Promise.all([first, last])).toEqual(['a', 'b']);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

it('fails what runs, what waits and what comes later once the device is lost', async () => {
  let lose: (error: PlainError) => void = () => undefined;
  const inTurn = createTurns(new Promise((resolve) => (lose = resolve)));
  let began = false;
  const running = inTurn(() => new Promise(() => undefined));
  const waiting = inTurn(() => {
    began = true;
    return Promise.resolve();
  });
  lose(new PlainError('gpu-lost', 'The GPU was lost.'));
  await expect(running).rejects.toMatchObject({ code: 'gpu-lost' });
  await expect(waiting).rejects.toMatchObject({ code: 'gpu-lost' });
  await expect(inTurn(() => Promise.resolve(1))).rejects.toMatchObject({ code: 'gpu-lost' });
  expect(began).toBe(false);
});
