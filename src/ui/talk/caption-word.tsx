import { memo } from 'react';
import type { CaptionWord, Mark } from '../../app/state';
import { classes } from '../classes';
import { ActionGlyph } from '../parts/glyph';
import { Hidden } from '../parts/hidden';
import styles from './captions.module.css';
import { Ribbon } from './ribbon';

const css = classes(styles);

/** One word of the person: the mark above it (but read after it), its ribbon below. */
export const WordView = memo(function WordView({ word }: { word: CaptionWord }) {
  return (
    <span className={css('word')}>
      <span>{word.text}</span>
      <span className={css('markRow')}>{word.mark && <MarkView mark={word.mark} />}</span>
      <Ribbon p={word.p} />
    </span>
  );
});

/** What the listener did at this word, in its own words. */
function MarkView({ mark }: { mark: Mark }) {
  const hollow = mark.status === 'waiting' || mark.status === 'dropped';
  return (
    <span className={css('mark', mark.action, mark.status)} data-mark={mark.action} data-status={mark.status}>
      <Hidden> (listener: </Hidden>
      <ActionGlyph action={mark.action} hollow={hollow} />
      <span className={css('said')}>{mark.action === 'turn_claim' ? 'takes the turn' : mark.text}</span>
      {mark.action === 'backchannel' && mark.delivery !== '' && mark.status !== 'dropped' && (
        <>
          <Hidden>, </Hidden>
          <span className={css('delivery')}>{mark.delivery}</span>
        </>
      )}
      {mark.status === 'dropped' && <span className={css('delivery')}> too late</span>}
      <Hidden>)</Hidden>
    </span>
  );
}

/** Words that may still change. */
export function TentativeWords({ text }: { text: string }) {
  return (
    <span className={css('tentative')} aria-hidden="true" data-tentative="">
      {text.split(/\s+/).map((word, place) => (
        <span key={place}>
          <span className={css('word')}>
            <span>{word}</span>
            <span className={css('markRow')} />
            <Ribbon p={null} />
          </span>{' '}
        </span>
      ))}
    </span>
  );
}
