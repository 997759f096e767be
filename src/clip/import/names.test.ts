import { describe, expect, it } from 'vitest';
import { formOfName } from './names';

const FORMS =
  'absolutely ah cool definitely exactly good mhm mm oh okay really right sure uh-huh wow yeah yep yes'.split(
    ' ',
  );
const form = (path: string): string => formOfName(path, FORMS).form;

describe('the form in a file name', () => {
  it.each([
    ['fica/spontC_213_yeah.wav', 'yeah'],
    ['spontD_152_uh-huh.flac', 'uh-huh'],
    ['yeah-falling-2.flac', 'yeah'],
    ['uh-huh-rising-1.flac', 'uh-huh'],
    ['Yeah01.WAV', 'yeah'],
    ['really (2).mp3', 'really'],
    ['take 7 - OK.wav', 'okay'],
    ['mm-hm.ogg', 'mhm'],
    ['uh_huh/take3.wav', 'uh-huh'],
    ['mhm/recording.wav', 'mhm'],
    ['anna-wow.wav', 'wow'],
    ['mm_1.wav', 'mm'],
  ])('%s is %s', (path, expected) => expect(form(path)).toBe(expected));

  it.each([
    'NegS_058_ugh.flac',
    'NS_099_goodness.flac',
    'x_1_uh-oh.wav',
    'fb0.flac',
    '0001.wav',
    'ooh.wav',
    '',
  ])('%s is another form', (path) => expect(form(path)).toBe('other'));

  it('keeps what an unknown one was called, and how a known one was said', () => {
    expect(formOfName('NS_099_goodness.flac', FORMS)).toEqual({
      form: 'other',
      label: 'goodness',
      delivery: '',
    });
    expect(formOfName('uh-huh-rising-1.flac', FORMS)).toEqual({
      form: 'uh-huh',
      label: 'uh-huh',
      delivery: 'rising',
    });
  });
});
