import { expect, test } from 'vitest';
import { moodOf, moodsOf } from './mood';

const mood = (text: string): number => moodOf(text.split(' '), 12);

test.each([
  'my uncle passed away',
  'they laid off everyone',
  "he didn't make it",
  'it was not great',
  'we are so sad',
])('bad news: %s', (text) => expect(mood(text)).toBeLessThan(-0.3));

test.each(['I got the job', "I've never been so happy", 'the scan says cancer free', 'we won'])(
  'good news: %s',
  (text) => expect(mood(text)).toBeGreaterThan(0.3),
);

test('what is not sad is less glad than what is happy', () => {
  expect(mood('I am not sad')).toBeGreaterThan(0);
  expect(mood('I am not sad')).toBeLessThan(mood('I am happy'));
});

test('words fade, good and bad apart', () => {
  const { good, bad } = moodsOf('we won and then he died'.split(' '), 2);
  expect(bad).toBe(1);
  expect(good).toBeCloseTo(0.25, 12);
  expect(moodOf([], 12)).toBe(0);
});
