import { describe, expect, it } from 'vitest';
import { ALL_EVENTS, EVENTS, HEADER } from './fixtures';
import {
  controlFields,
  EVENT_KINDS,
  exportRecord,
  headerControls,
  readRecord,
  recordLine,
  type RecordLine,
} from './index';

const lines = (...events: readonly RecordLine[]): string => exportRecord(events).join('');
const sentences = (text: string): string[] => readRecord(text).problems.map(({ sentence }) => sentence);

describe('recordLine', () => {
  it('writes the fields of the format in their order', () => {
    expect(recordLine(EVENTS.word)).toBe(
      '{"kind":"word","t_ms":1480,"text":"Really","start_ms":1050,"end_ms":1390,"speaker":"you","ready_ms":1501}',
    );
    expect(recordLine(EVENTS.decision)).toBe(
      '{"kind":"decision","t_ms":1482,"word":17,"silence_ms":0,"p":[0.07,0.61,0.32],"action":"backchannel","reason":"above threshold"}',
    );
    expect(recordLine(HEADER)).toBe(
      '{"kind":"header","version":1,"app":"mhm 0.1.0","packs":{"clip-bank":"clips@1","recogniser":"moonshine-tiny@1"},"backend":"wasm",' +
        '"dials":{"bc":0.5,"tc":0.2},"seed":1,"policy":{"refractory_backchannel_ms":2000},"started":"2026-01-02T03:04:05.000Z","study":null}',
    );
  });

  it('gives the same bytes whatever the order of the fields', () => {
    const { kind, t_ms, ...rest } = EVENTS.cue;
    const shuffled = { why: { delivery: 'falling', form_probability: 0.25 }, zeta: 1, alpha: 2 };
    const one = recordLine({ ...rest, ...shuffled, t_ms, kind });
    const other = recordLine({ kind, t_ms, alpha: 2, zeta: 1, ...rest, why: EVENTS.cue.why });
    expect(one).toBe(other);
    expect(one.indexOf('"alpha"')).toBeLessThan(one.indexOf('"zeta"'));
  });

  it('rounds times to whole ms, probabilities to four decimals, levels to two', () => {
    expect(
      recordLine({ ...EVENTS.decision, t_ms: 1482.51, silence_ms: 49.9999, p: [0.123456, 1 / 3, 0.5432] }),
    ).toContain('"t_ms":1483,"word":17,"silence_ms":50,"p":[0.1235,0.3333,0.5432]');
    expect(recordLine({ ...EVENTS.cue, gain_db: -3.14159, why: { pause_ms: 3.7 } })).toContain(
      '"gain_db":-3.14,"why":{"pause_ms":4}',
    );
  });

  it('writes the controls of the clips where there are any', () => {
    expect(headerControls({})).toEqual({});
    expect(recordLine({ ...HEADER, ...headerControls({ forms: ['mhm'], surprisal: 2 }) })).toContain(
      '"study":null,"controls":{"energy":null,"forms":["mhm"],"polarity":null,"surprisal":2}}',
    );
    expect(recordLine({ kind: 'controls', t_ms: 5, ...controlFields({ energy: 2 }) })).toBe(
      '{"kind":"controls","t_ms":5,"forms":null,"energy":2,"polarity":null,"surprisal":null}',
    );
    expect(sentences(lines(HEADER, { ...EVENTS.controls, energy: 7 }))).toEqual([
      'Line 2: the "controls" event cannot be used: "energy" must be 1 to 5.',
    ]);
  });

  it('writes null for what JSON cannot hold and leaves out what is undefined', () => {
    expect(recordLine({ ...EVENTS.cue, gain_db: Number.NaN, extra: undefined })).toContain(
      '"gain_db":null,"why"',
    );
    expect(recordLine({ ...EVENTS.cue, extra: undefined })).not.toContain('extra');
  });
});

describe('readRecord', () => {
  it('has an example of every kind and reads back what was written', () => {
    expect(Object.keys(EVENTS).toSorted()).toEqual(EVENT_KINDS.toSorted());
    const read = readRecord(lines(HEADER, ...ALL_EVENTS));
    expect(read.problems).toEqual([]);
    expect(read.header).toEqual(HEADER);
    expect(read.events).toEqual(ALL_EVENTS);
    expect(lines(HEADER, ...read.events)).toBe(lines(HEADER, ...ALL_EVENTS));
  });

  it('keeps fields that it does not know', () => {
    const read = readRecord(lines(HEADER, { ...EVENTS.mark, colour: 'blue', at: { word: 3 } }));
    expect(read.events[0]).toMatchObject({ colour: 'blue', at: { word: 3 } });
  });

  it('survives CRLF, a byte order mark, blank lines, emoji and line separators inside texts', () => {
    const odd = { ...EVENTS.word, text: '😀\u2028caf\u00e9' };
    const text = `\u{feff}${lines(HEADER, odd).replaceAll('\n', '\r\n\r\n')}`;
    expect(readRecord(text)).toEqual({ header: HEADER, events: [odd], problems: [] });
  });

  it('names each bad line and still loads the others', () => {
    const text = [
      recordLine(HEADER),
      'not json',
      recordLine(EVENTS.silence),
      '{"kind":"word","t_ms":1,"text":"secret","start_ms":"1","end_ms":2,"speaker":"you"}',
      '{"kind":"decision","t_ms":1,"word":0,"silence_ms":0,"p":[0.5,0.5],"action":"backchannel","reason":""}',
      '{"kind":"decision","t_ms":1,"word":0,"silence_ms":0,"p":[0,0,1],"action":"nod","reason":""}',
      '{"kind":"dial","t_ms":1,"bc":1.5,"tc":0}',
      '{"kind":"played","id":"c1","start_ms":1,"end_ms":2}',
      '{"kind":"unheard","t_ms":1}',
      '[1]',
      recordLine(HEADER),
      recordLine(EVENTS.mark),
    ].join('\n');
    const read = readRecord(text);
    expect(read.events).toEqual([EVENTS.silence, EVENTS.mark]);
    expect(read.problems.map(({ line }) => line)).toEqual([2, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(read.problems.map(({ sentence }) => sentence)).toEqual([
      'Line 2: it is not JSON.',
      'Line 4: the "word" event cannot be used: "start_ms" must be a number.',
      'Line 5: the "decision" event cannot be used: "p.2" is missing.',
      'Line 6: the "decision" event cannot be used: "action" must be one of the three classes.',
      'Line 7: the "dial" event cannot be used: "bc" must be 0 to 1.',
      'Line 8: the "played" event cannot be used: "t_ms" is missing.',
      'Line 9: its "kind" is not one that a record has.',
      'Line 10: it is not an event of a record.',
      'Line 11: a record has only one header; this one is left out.',
    ]);
  });

  it('says when the file is empty, cut off or has no header', () => {
    expect(sentences('')).toEqual(['The file is empty.']);
    expect(sentences('\r\n \n')).toEqual(['The file is empty.']);
    const cut = lines(HEADER, EVENTS.word).slice(0, -20);
    expect(readRecord(cut).header).toEqual(HEADER);
    expect(sentences(cut)).toEqual(['Line 2: it is cut off; the file may be incomplete.']);
    const headless = readRecord(lines(EVENTS.word));
    expect(headless.header).toBeNull();
    expect(headless.events).toEqual([EVENTS.word]);
    expect(headless.problems.map(({ sentence }) => sentence)).toEqual([
      'Line 1: the header is missing; dials, packs and seed of the session are not known.',
    ]);
  });

  it('refuses a record of a newer version in a plain sentence, and reports a senseless version', () => {
    const newer = recordLine(HEADER).replace('"version":1', '"version":2');
    expect(() => readRecord(newer)).toThrow(
      expect.objectContaining({
        code: 'record-newer',
        message: expect.stringContaining('format 2') as string,
      }),
    );
    const senseless = recordLine(HEADER).replace('"version":1', '"version":"x"');
    expect(sentences(senseless)).toEqual([
      'Line 1: the "header" event cannot be used: "version" does not fit the format.',
    ]);
  });

  it('reads a long session quickly', () => {
    const long = lines(HEADER, ...Array.from({ length: 20_000 }, () => EVENTS.decision));
    expect(readRecord(long).events).toHaveLength(20_000);
  });
});
