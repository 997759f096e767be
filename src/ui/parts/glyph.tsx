import type { Action } from '../../flow';
import { classes } from '../classes';
import styles from './glyph.module.css';

const css = classes(styles);

/** The sign of a class, the same everywhere: turn claim a triangle, backchannel a dot, stay silent a dash. */
export function ActionGlyph({ action, hollow = false }: { action: Action; hollow?: boolean }) {
  return (
    <svg className={css('glyph', action, hollow && 'hollow')} viewBox="0 0 12 12" aria-hidden="true">
      {action === 'turn_claim' && <path d="M6 1.2 11.2 10.6H.8Z" />}
      {action === 'backchannel' && <circle cx="6" cy="6" r="4.4" />}
      {action === 'stay_silent' && <rect x="1" y="5" width="10" height="2" />}
    </svg>
  );
}

/** The classes as a person calls them. */
export const ACTION_WORDS: Readonly<Record<Action, string>> = {
  turn_claim: 'takes the turn',
  backchannel: 'nods along',
  stay_silent: 'stays silent',
};
