import type { ScriptLine, Voice } from './voice';

const line = (id: string, act: string, topic: string, cues: string): ScriptLine => ({
  id,
  file: `${id}.flac`,
  text: `${id}.`,
  act,
  topic,
  cues: cues === '' ? [] : cues.split(' '),
  rms_db: -20,
});

/** A small script, for tests. */
export const LINES: readonly ScriptLine[] = [
  line('greet', 'greeting', 'general', 'hi hello day'),
  line('bye', 'closing', 'general', 'bye goodbye'),
  line('again', 'clarify', 'general', ''),
  line('sense', 'agreement', 'general', ''),
  line('next', 'follow_up', 'general', 'was went did then'),
  line('job', 'follow_up', 'work', 'work* job boss office'),
  line('busy-work', 'summary', 'work', 'work* job boss office'),
  line('place', 'follow_up', 'travel', 'trip* flight* beach'),
  line('glad', 'acknowledge', 'general', 'wonderful happy great won'),
  line('sorry', 'acknowledge', 'feelings', 'sad died awful sick'),
  line('feel', 'follow_up', 'feelings', 'wonderful happy sad died'),
  line('back', 'agreement', 'general', 'you what how why think'),
];

/** A voice whose recordings are a hundredth of a second long. `asked` collects what was decoded. */
export function fakeVoice(lines = LINES): Voice & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    lines,
    asked,
    fetchAll: () => Promise.resolve(),
    sound: ({ file }) => {
      asked.push(file);
      return Promise.resolve({ samples: new Float32Array(240), rateHz: 24_000 });
    },
  };
}
