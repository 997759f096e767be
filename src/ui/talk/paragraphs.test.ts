import { describe, expect, it } from 'vitest';
import type { CaptionWord } from '../../app/state';
import { groupParagraphs, sameParagraph, spoken } from './paragraphs';

const word = (
  text: string,
  startMs: number,
  endMs: number,
  speaker: 'you' | 'listener' = 'you',
): CaptionWord => ({
  index: 0,
  text,
  speaker,
  startMs,
  endMs,
  heardMs: endMs,
  p: null,
  mark: null,
});

describe('groupParagraphs', () => {
  it('splits at a change of speaker and at a long pause, not at a breath', () => {
    const words = [
      word('I', 0, 100),
      word('went', 900, 1200),
      word('home', 3300, 3600),
      word('Why?', 3700, 4000, 'listener'),
      word('Late', 4100, 4300),
    ];
    expect(groupParagraphs(words).map((p) => p.words.map((w) => w.text).join(' '))).toEqual([
      'I went',
      'home',
      'Why?',
      'Late',
    ]);
  });

  it('gives nothing for no words', () => expect(groupParagraphs([])).toEqual([]));

  it('keeps the key of a paragraph that grows', () => {
    const first = word('so', 10, 200);
    const [before] = groupParagraphs([first]);
    const [after] = groupParagraphs([first, word('then', 300, 500)]);
    expect(after?.key).toBe(before?.key);
    expect(before && after && sameParagraph(before, after)).toBe(false);
    const [again] = groupParagraphs([first]);
    expect(before && again && sameParagraph(before, again)).toBe(true);
  });
});

it('reads a paragraph as a sentence with who spoke', () => {
  const [paragraph] = groupParagraphs([word('Oh', 0, 1, 'listener'), word('no.', 2, 3, 'listener')]);
  expect(paragraph && spoken(paragraph)).toBe('Listener: Oh no.');
  const nod = {
    id: 'c1',
    action: 'backchannel',
    text: 'mhm',
    delivery: 'soft',
    startMs: 9,
    endMs: 12,
  } as const;
  const said = (status: 'played' | 'dropped'): string =>
    groupParagraphs([{ ...word('so', 0, 9), mark: { ...nod, status } }, word('then', 20, 30)])
      .map(spoken)
      .join('');
  expect(said('played')).toBe('You: so (mhm) then');
  expect(said('dropped')).toBe('You: so then');
});
