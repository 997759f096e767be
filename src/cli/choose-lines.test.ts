import { expect, test } from 'vitest';
import { readChooseLines } from './choose-lines';

test('reads text or turns, with and without the rest', () => {
  const { lines, problems } = readChooseLines(
    [
      '{"id":"a","text":"so we won 😀"}',
      '',
      '{"id":2,"turns":[{"speaker":"listener","text":"and"},{"speaker":"you","text":"yes"}],"audio":"x.wav","k":3,"candidates":["a.flac"]}',
    ].join('\r\n'),
  );
  expect(problems).toEqual([]);
  expect(lines[0]).toEqual({
    number: 1,
    id: 'a',
    turns: [{ speaker: 'you', text: 'so we won 😀' }],
    audio: null,
    k: null,
    candidates: null,
  });
  expect(lines[1]).toMatchObject({ number: 3, id: 2, audio: 'x.wav', k: 3, candidates: ['a.flac'] });
  expect(lines[1]?.turns).toHaveLength(2);
});

test.each([
  'nonsense',
  '[]',
  '{"id":"a"}',
  '{"text":"no id"}',
  '{"id":"a","text":7}',
  '{"id":"a","text":"x","k":0}',
  '{"id":"a","turns":[]}',
  '{"id":"a","turns":[{"speaker":"me","text":"x"}]}',
])('names a bad line and reads the others: %s', (bad) => {
  const { lines, problems } = readChooseLines(`${bad}\n{"id":"good","text":"x"}`);
  expect(lines.map(({ id }) => id)).toEqual(['good']);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.sentence).toMatch(/^Line 1 cannot be used: .+\.$/);
});
