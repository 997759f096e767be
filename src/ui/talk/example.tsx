import type { CaptionWord } from '../../app/state';
import type { Probabilities } from '../../flow';
import { classes } from '../classes';
import { WordView } from './caption-word';
import styles from './hero.module.css';
import { RibbonKey } from './ribbon-key';

const css = classes(styles);

const PHRASE: readonly (readonly [text: string, p: Probabilities])[] = [
  ['so', [0.02, 0.08, 0.9]],
  ['I', [0.02, 0.05, 0.93]],
  ['missed', [0.04, 0.16, 0.8]],
  ['the', [0.02, 0.05, 0.93]],
  ['last', [0.04, 0.11, 0.85]],
  ['train', [0.14, 0.66, 0.2]],
];

/** How to read the page, on a phrase of our own. */
export function Example() {
  return (
    <figure className={css('example')}>
      <figcaption>How to read it</figcaption>
      <p className={css('phrase')}>
        {PHRASE.map(([text, p], index) => (
          <span key={text}>
            <WordView word={exampleWord(index, text, p)} />{' '}
          </span>
        ))}
      </p>
      <RibbonKey />
    </figure>
  );
}

function exampleWord(index: number, text: string, p: Probabilities): CaptionWord {
  const last = index === PHRASE.length - 1;
  const nod = {
    id: 'example',
    action: 'backchannel',
    text: 'oh',
    delivery: 'falling',
    status: 'played',
  } as const;
  return {
    index,
    text,
    speaker: 'you',
    startMs: 0,
    endMs: 0,
    heardMs: 0,
    p,
    mark: last ? { ...nod, startMs: 0, endMs: 0 } : null,
  };
}
