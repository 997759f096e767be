import { useMemo } from 'react';
import type { Phase } from '../../app/state';
import { useAppState } from '../app-context';
import { Hidden } from '../parts/hidden';
import { groupParagraphs, PARAGRAPH_PAUSE_MS, spoken } from './paragraphs';

/** A silence after which an utterance is over: the pause between paragraphs, and a second for words still on their way. */
const QUIET_MS = PARAGRAPH_PAUSE_MS + 1000;
/** Utterances kept in the log; older ones are in the captions. */
const KEPT = 4;

const PHASE_WORDS: Readonly<Record<Phase['kind'], string>> = {
  idle: '',
  loading: 'Loading.',
  asking: 'The browser asks for the microphone.',
  listening: 'Listening.',
  ending: 'Ending.',
  ended: 'The conversation has ended.',
};

/** Tells a screen reader of whole utterances once they are over, never of single words. */
export function Announcer() {
  const phase = useAppState((state) => state.phase.kind);
  const words = useAppState((state) => state.words);
  const quiet = useAppState((state) => {
    const last = state.words.at(-1);
    return last !== undefined && state.elapsedMs - last.endMs > QUIET_MS;
  });
  const finished = useMemo(() => {
    const paragraphs = groupParagraphs(words.slice(-200));
    return (quiet || phase === 'ended' ? paragraphs : paragraphs.slice(0, -1)).slice(-KEPT);
  }, [words, quiet, phase]);
  return (
    <Hidden>
      <span role="status">{PHASE_WORDS[phase]}</span>
      <span role="log" aria-live="polite" aria-relevant="additions" aria-label="Conversation">
        {finished.map((paragraph) => (
          <span key={paragraph.key}>{spoken(paragraph)} </span>
        ))}
      </span>
    </Hidden>
  );
}
