import { memo, useDeferredValue, useMemo, useState } from 'react';
import type { CaptionWord } from '../../app/state';
import { useAppState } from '../app-context';
import { classes } from '../classes';
import { Button } from '../parts/button';
import { ActionGlyph } from '../parts/glyph';
import { TentativeWords, WordView } from './caption-word';
import styles from './captions.module.css';
import { groupParagraphs, sameParagraph, type Paragraph } from './paragraphs';
import { useFollow } from './use-follow';

const css = classes(styles);

/** Words drawn at first; a long talk's earlier ones come on request, so that a moving dial redraws little. */
const WORDS_SHOWN = 240;
/** They leave so many at a time, so that the lines above do not move with every word. */
const WORDS_LEAVING = 80;
const NO_WORDS: readonly CaptionWord[] = [];

/** The person's words as they come, with what the listener did at each. */
export function Captions({ waiting }: { waiting: string }) {
  const words = useDeferredValue(
    useAppState((state) => state.words),
    NO_WORDS,
  );
  const tentative = useAppState((state) => state.tentative);
  const [all, setAll] = useState(false);
  const left = Math.max(0, Math.ceil((words.length - WORDS_SHOWN) / WORDS_LEAVING) * WORDS_LEAVING);
  const shown = useMemo(() => (all ? words : words.slice(left)), [all, words, left]);
  const paragraphs = useMemo(() => groupParagraphs(shown), [shown]);
  const { box, content, following, onScroll, follow } = useFollow();
  const last = paragraphs.at(-1);
  const tail = tentative === '' ? null : <TentativeWords text={tentative} />;
  const tailGoesOn = last?.speaker === 'you';

  return (
    <div className={css('frame')}>
      {/* It scrolls, so the keyboard must reach it. */}
      <div
        className={css('captions')}
        ref={box}
        onScroll={onScroll}
        role="region"
        aria-label="Captions"
        tabIndex={0}
      >
        <div ref={content}>
          {shown.length < words.length && (
            <Button look="quiet" onPress={() => setAll(true)}>
              Show the earlier words
            </Button>
          )}
          {paragraphs.map((paragraph) => (
            <ParagraphView
              key={paragraph.key}
              paragraph={paragraph}
              tail={paragraph === last && tailGoesOn ? tentative : ''}
            />
          ))}
          {!tailGoesOn && tail && <p className={css('you')}>{tail}</p>}
          {words.length === 0 && tentative === '' && <p className={css('waiting')}>{waiting}</p>}
        </div>
      </div>
      {!following && (
        <div className={css('back')}>
          <Button onPress={follow}>Back to now</Button>
        </div>
      )}
    </div>
  );
}

const ParagraphView = memo(
  function ParagraphView({ paragraph, tail }: { paragraph: Paragraph; tail: string }) {
    if (paragraph.speaker === 'listener') {
      return (
        <p className={css('listener')} data-speaker="listener">
          <ActionGlyph action="turn_claim" />
          <span className={css('who')}>Listener</span>
          {paragraph.words.map((word) => word.text).join(' ')}
        </p>
      );
    }
    return (
      <p className={css('you')} data-speaker="you">
        {paragraph.words.map((word) => (
          <span key={word.index}>
            <WordView word={word} />{' '}
          </span>
        ))}
        {tail !== '' && <TentativeWords text={tail} />}
      </p>
    );
  },
  (a, b) => a.tail === b.tail && sameParagraph(a.paragraph, b.paragraph),
);
