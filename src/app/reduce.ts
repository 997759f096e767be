import type { Action, SpeakerEvent } from '../flow';
import type { RecordEvent } from '../pipeline';
import type { ActivityLine, AppState, CaptionWord, Mark } from './state';

/** What a session's record changes on the page. */
export type SessionState = Pick<AppState, 'words' | 'activity'>;

/** Lines kept in "what it heard, did and why". */
const KEPT_LINES = 200;
/** A spoken word of the listener, for placing it among the others: about 200 a minute. */
const SPOKEN_WORD_MS = 300;
/** Words kept on screen; the record has them all. */
const KEPT_WORDS = 1000;

/** Takes one line of the record in. Pure: the page shows what the record says, and nothing else. */
export function reduceRecord(state: SessionState, event: RecordEvent): SessionState {
  switch (event.kind) {
    case 'word': {
      const own = event.speaker === 'you';
      const index = own ? ownWords(state.words) : -1;
      const word: CaptionWord = {
        index,
        text: event.text,
        speaker: event.speaker,
        startMs: event.start_ms,
        endMs: event.end_ms,
        heardMs: event.t_ms,
        p: null,
        mark: null,
      };
      return { ...state, words: [...state.words, word].slice(-KEPT_WORDS) };
    }
    case 'decision':
      return { ...state, words: patchWord(state.words, event.word, { p: event.p }) };
    case 'cue': {
      const last = lastOwn(state.words);
      const delivery = typeof event.why['delivery'] === 'string' ? event.why['delivery'] : '';
      const mark: Mark = {
        id: event.id,
        action: event.action,
        text: event.form ?? '',
        delivery,
        status: 'waiting',
        startMs: null,
        endMs: null,
      };
      const words = last ? patchWord(state.words, last.index, { mark }) : state.words;
      if (event.action === 'turn_claim') return { ...state, words };
      return addLine(
        { ...state, words },
        event.t_ms,
        event.action,
        `Said “${event.form ?? ''}”, ${delivery}`,
        whyText(event.why),
        event.why,
      );
    }
    case 'reply': {
      const words = patchMark(state.words, event.id, { text: event.text });
      const why =
        event.source === 'endpoint' ? 'from your endpoint' : 'a scripted turn that fits what you said';
      return addLine({ ...state, words }, event.t_ms, 'turn_claim', `Took the turn: “${event.text}”`, why);
    }
    case 'played':
      return {
        ...state,
        words: patchMark(state.words, event.id, {
          status: 'played',
          startMs: event.start_ms,
          endMs: event.end_ms,
        }),
      };
    case 'dropped': {
      const words = patchMark(state.words, event.id, { status: 'dropped' });
      return addLine({ ...state, words }, event.t_ms, null, 'Held back', event.reason);
    }
    case 'barge_in':
      return addLine(state, event.t_ms, 'stay_silent', 'Stopped speaking', 'you spoke');
    case 'note':
    case 'error':
      return addLine(state, event.t_ms, null, event.kind === 'note' ? event.text : event.message, '');
    default:
      return state;
  }
}

/** Takes in that a sound began: the listener's mark is alive, and a spoken turn stands in the flow of words. */
export function reduceSpeaker(state: SessionState, event: SpeakerEvent): SessionState {
  if (event.kind !== 'playing') return state;
  const words = patchMark(state.words, event.id, { status: 'playing', startMs: event.startMs });
  const mark = words.findLast((word) => word.mark?.id === event.id)?.mark;
  if (mark?.action !== 'turn_claim') return { ...state, words };
  const spoken = mark.text.split(' ').map((text, place): CaptionWord => {
    const startMs = event.startMs + place * SPOKEN_WORD_MS;
    const times = { startMs, endMs: startMs + SPOKEN_WORD_MS, heardMs: event.startMs };
    return { index: -1, text, speaker: 'listener', ...times, p: null, mark: null };
  });
  return { ...state, words: [...words, ...spoken] };
}

const ownWords = (words: readonly CaptionWord[]): number => (lastOwn(words)?.index ?? -1) + 1;

const lastOwn = (words: readonly CaptionWord[]): CaptionWord | undefined =>
  words.findLast(({ speaker }) => speaker === 'you');

function patchWord(
  words: readonly CaptionWord[],
  index: number,
  patch: Partial<CaptionWord>,
): readonly CaptionWord[] {
  const at = words.findLastIndex((word) => word.speaker === 'you' && word.index === index);
  const word = words[at];
  return word ? words.with(at, { ...word, ...patch }) : words;
}

function patchMark(words: readonly CaptionWord[], id: string, patch: Partial<Mark>): readonly CaptionWord[] {
  const at = words.findLastIndex(({ mark }) => mark?.id === id);
  const word = words[at];
  return word?.mark ? words.with(at, { ...word, mark: { ...word.mark, ...patch } }) : words;
}

function addLine(
  state: SessionState,
  tMs: number,
  action: Action | null,
  text: string,
  why: string,
  choice: ActivityLine['choice'] = null,
): SessionState {
  const line: ActivityLine = { id: (state.activity.at(-1)?.id ?? 0) + 1, tMs, action, text, why, choice };
  return { ...state, activity: [...state.activity, line].slice(-KEPT_LINES) };
}

/** Why a recording was chosen, in plain words; the record has the numbers. */
function whyText(why: Readonly<Record<string, unknown>>): string {
  const mood = why['mood'];
  const sounding =
    typeof mood === 'string' && mood !== 'plain' && mood !== 'neutral' ? `, which sound ${mood}` : '';
  return `it fits your last words${sounding}`;
}
