import { useState } from 'react';
import { useAppState } from '../app-context';
import { classes } from '../classes';
import { percent } from '../format';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { useClips, useClipsActions, useShownClips } from './clips-context';
import { litOf } from './lit';
import styles from './sentence.module.css';

const css = classes(styles);
const EXAMPLE = 'We won the whole thing, nobody believed it!';

/** A sentence, and which recordings would answer it, and why. */
export function Sentence() {
  const actions = useClipsActions();
  const sentence = useClips((state) => state.sentence);
  const said = useAppState((state) =>
    state.words
      .filter(({ speaker }) => speaker === 'you')
      .slice(-16)
      .map(({ text }) => text)
      .join(' '),
  );
  const [draft, setDraft] = useState('');
  const ask = (text: string): void => {
    setDraft(text);
    void actions.tryText(text);
  };
  return (
    <section className={css('sentence')} aria-label="Try a sentence">
      <form
        className={css('form')}
        onSubmit={(event) => {
          event.preventDefault();
          ask(draft);
        }}
      >
        <Field label="What would it answer to…" hint={EXAMPLE} value={draft} onChange={setDraft} />
        <Button type="submit" look="primary">
          Choose
        </Button>
      </form>
      <div className={css('ways')}>
        {said !== '' && (
          <Button look="link" onPress={() => ask(said)}>
            What I last said in Talk
          </Button>
        )}
        {sentence.kind === 'none' ? (
          <Button look="link" onPress={() => ask(EXAMPLE)}>
            Try the example
          </Button>
        ) : (
          <Button look="link" onPress={() => ask('')}>
            Clear
          </Button>
        )}
      </div>
      {sentence.kind === 'working' && <p role="status">The recordings are compared…</p>}
      {sentence.kind === 'ready' && <Ranking />}
    </section>
  );
}

function Ranking() {
  const actions = useClipsActions();
  const sentence = useClips((state) => state.sentence);
  const clips = useShownClips();
  if (sentence.kind !== 'ready') return null;
  const byFile = new Map(clips.map((clip) => [clip.file, clip]));
  return (
    <div>
      <p className={css('forms')}>
        Forms that fit:{' '}
        {sentence.forms.map(({ form, probability }) => `${form} ${percent(probability)}`).join(', ')}.
      </p>
      {sentence.nearest.length > 0 && (
        <p className={css('forms')}>
          Most like:{' '}
          {sentence.nearest.map(({ text, similarity }) => `“${text}” ${similarity.toFixed(2)}`).join('; ')}.
        </p>
      )}
      <ol className={css('ranking')} aria-label="Best recordings">
        {litOf(sentence.ranking, clips).map(({ file, score }, rank) => {
          const clip = byFile.get(file);
          return (
            <li key={file}>
              <Button look="quiet" onPress={() => actions.select(file)}>
                <span className={css('rank')}>{rank + 1}</span>
                {clip ? [clip.label, clip.delivery].filter(Boolean).join(', ') : file}
              </Button>
              <span className={css('score')}>{score.toFixed(2)}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
