import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FIXED_PHRASES, isBackchannel, LEXICON, SELF_REFERENTIAL } from './backchannel-words';

describe('isBackchannel', () => {
  it.each([
    'Mhm.',
    'mm-hmm',
    'Uh huh',
    'Yeah!',
    'Oh, really?',
    'I see.',
    'Oh my gosh',
    'That\u2019s great',
    'yeah yeah yeah',
    'OK',
  ])('%s is one', (utterance) => expect(isBackchannel(utterance)).toBe(true));
  it.each([
    '',
    '…',
    '😀',
    'I do',
    "I'm sure",
    'we really',
    'the dog',
    'yeah but no thanks',
    'yeah the dog was',
    'my dog',
    'wait wait',
  ])('%s is none', (utterance) => expect(isBackchannel(utterance)).toBe(false));

  it('has the lists that label the training data', () => {
    const python = readFileSync(new URL('../../training/mhm_training/labels.py', import.meta.url), 'utf8');
    const listed = (name: string): string[] => {
      const body = new RegExp(`^${name} = frozenset\\(([\\s\\S]*?)\\n?\\)$`, 'm').exec(python)?.[1] ?? '';
      const texts = [...body.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
      return [...new Set(name === 'FIXED_PHRASES' ? texts : texts.join('').split(' '))];
    };
    expect(listed('LEXICON').toSorted()).toEqual([...LEXICON].toSorted());
    expect(listed('SELF_REFERENTIAL').toSorted()).toEqual([...SELF_REFERENTIAL].toSorted());
    expect(listed('FIXED_PHRASES').toSorted()).toEqual([...FIXED_PHRASES].toSorted());
  });
});
