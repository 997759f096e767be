import { describe, expect, it } from 'vitest';
import { readWindowsJsonl, readWordsJsonl } from './index';

describe('readWordsJsonl', () => {
  it('reads seconds as ms; heard is the end by default, the speaker you', () => {
    const text =
      '{"text":"so","start":0.1,"end":0.29}\r\n' +
      '{"text":"Mhm.","start":0.2,"end":0.4,"speaker":"listener"}\n' +
      '{"text":"😀","start":0.29,"end":1.39,"heard":1.7,"note":1}\n';
    expect(readWordsJsonl(text)).toEqual({
      words: [
        { text: 'so', startMs: 100, endMs: 290, heardMs: 290, speaker: 'you' },
        { text: 'Mhm.', startMs: 200, endMs: 400, heardMs: 400, speaker: 'listener' },
        { text: '😀', startMs: 290, endMs: 1390, heardMs: 1700, speaker: 'you' },
      ],
      problems: [],
    });
  });

  it.each([
    ['{"text":"a","start":0,"end":NaN}', 'Line 1: it is not JSON.'],
    [
      '{"text":"a","start":null,"end":1}',
      'Line 1: the word cannot be used: "start" must be a number of seconds.',
    ],
    ['{"text":"a","start":-1,"end":1}', 'Line 1: the word cannot be used: "start" must not be negative.'],
    [
      '{"text":"a","start":0,"end":1e999}',
      'Line 1: the word cannot be used: "end" must be in seconds, and under a day.',
    ],
    ['{"text":"a","start":1,"end":0.5}', 'Line 1: the word ends before it starts.'],
    ['{"text":"a","start":1,"end":2,"heard":1.5}', 'Line 1: the word is heard before it ends.'],
    ['{"text":" ","start":1,"end":2}', 'Line 1: the word cannot be used: "text" must not be empty.'],
    ['{"start":1,"end":2}', 'Line 1: the word cannot be used: "text" is missing.'],
    [
      '{"text":"a","start":1,"end":2,"speaker":"me"}',
      'Line 1: the word cannot be used: "speaker" must be "you" or "listener".',
    ],
    ['7', 'Line 1: the word cannot be used: it must be an object with "text", "start" and "end".'],
    ['', 'The file has no words.'],
  ])('%s', (line, sentence) => {
    expect(readWordsJsonl(line)).toEqual({ words: [], problems: [{ line: 1, sentence }] });
  });

  it('leaves out words that are out of order or overlap, and reads on', () => {
    const text = [
      '{"text":"a","start":1,"end":2}',
      '{"text":"b","start":0.5,"end":0.9}',
      '{"text":"c","start":1.4,"end":2.5}',
      '{"text":"d","start":1.6,"end":2.5}',
      '{"text":"e","start":0.5,"end":0.9,"speaker":"listener"}',
    ].join('\n');
    const { words, problems } = readWordsJsonl(text);
    expect(words.map((word) => word.text)).toEqual(['a', 'd', 'e']);
    expect(problems.map(({ sentence }) => sentence)).toEqual([
      'Line 2: the word is out of order: it comes before the previous word of the same speaker.',
      'Line 3: the word overlaps the previous word of the same speaker.',
    ]);
  });
});

const WINDOW =
  '{"id":"w1","words":[[0.1,0.4,"so"],[0.2,0.3,"mhm","listener"]],"bc":0.5,"tc":0.2,"silence_ms":0';

describe('readWindowsJsonl', () => {
  it('reads a window; unknown history is null', () => {
    const text = `${WINDOW}}\n${WINDOW.replace('"w1"', '7')},"since_turn_ms":1200,"since_backchannel_ms":null}`;
    const { windows, problems } = readWindowsJsonl(text);
    expect(problems).toEqual([]);
    expect(windows).toEqual([
      {
        line: 1,
        id: 'w1',
        words: [
          { text: 'so', startMs: 100, endMs: 400, heardMs: 400, speaker: 'you' },
          { text: 'mhm', startMs: 200, endMs: 300, heardMs: 300, speaker: 'listener' },
        ],
        condition: { dials: { bc: 0.5, tc: 0.2 }, silenceMs: 0, sinceTurnMs: null, sinceBackchannelMs: null },
      },
      expect.objectContaining({
        id: 7,
        condition: expect.objectContaining({ sinceTurnMs: 1200 }) as unknown,
      }),
    ]);
  });

  it.each([
    [WINDOW, 'Line 1: it is cut off; the file may be incomplete.'],
    [`${WINDOW.replace('0.5', '1.5')}}`, 'Line 1: the window cannot be used: "bc" must be 0 to 1.'],
    [`${WINDOW.replace('"id":"w1",', '')}}`, 'Line 1: the window cannot be used: "id" is missing.'],
    [
      `${WINDOW.replace('"silence_ms":0', '"silence_ms":-5')}}`,
      'Line 1: the window cannot be used: "silence_ms" must not be negative.',
    ],
    [
      `${WINDOW.replace('0.1,0.4', '0.4,0.1')}}`,
      'Line 1: word 1 cannot be used: the word ends before it starts.',
    ],
    [`${WINDOW.replace('"so"', '""')}}`, 'Line 1: word 1 cannot be used: its text must not be empty.'],
    [
      `${WINDOW.replace('0.1,', '')}}`,
      'Line 1: word 1 cannot be used: it must be [start_s, end_s, text, "you" or "listener"].',
    ],
    [`${WINDOW.replace('[0.1,0.4,"so"],', '')}}`, 'Line 1: the window has no word of the partner ("you").'],
    [
      `${WINDOW.replace('[[0.1,0.4,"so"],[0.2,0.3,"mhm","listener"]]', '[]')}}`,
      'Line 1: the window has no word of the partner ("you").',
    ],
    [
      `${WINDOW.replace('0.1,0.4,"so"', 'null,0.4,"so"')}}`,
      'Line 1: word 1 cannot be used: its times must be seconds, not negative.',
    ],
  ])('%s', (line, sentence) => {
    expect(readWindowsJsonl(line)).toEqual({ windows: [], problems: [{ line: 1, sentence }] });
  });
});
