import { useActions, useAppState } from '../app-context';
import { classes } from '../classes';
import { Button } from '../parts/button';
import styles from './set-line.module.css';
import { setWords } from './set-words';

const css = classes(styles);

/** Which set of models listens, where the full one was chosen; and the way to try it again once it was given up. */
export function SetLine() {
  const set = useAppState((state) => state.set);
  const backend = useAppState((state) => state.backend);
  const actions = useActions();
  if (set.kind === 'small') return null;
  return (
    <p className={css('line')}>
      <span>
        {setWords(set.kind, backend)}
        {set.kind === 'given-up' && `. ${set.sentence}`}
      </span>
      {set.kind === 'given-up' && (
        <Button look="quiet" onPress={() => actions.retryFullSet()}>
          Try the full set again
        </Button>
      )}
    </p>
  );
}
