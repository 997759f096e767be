import { useActions, useAppState } from '../app-context';
import { classes } from '../classes';
import styles from './notes.module.css';

const css = classes(styles);

/** Passing notes in plain words; each can be put away. */
export function Notes() {
  const notes = useAppState((state) => state.notes);
  const actions = useActions();
  return (
    <div role="status" aria-label="Notes">
      {notes.map((note) => (
        <p key={note} className={css('note')}>
          <span>{note}</span>
          <button type="button" className={css('close')} onClick={() => actions.dismissNote(note)}>
            Dismiss
          </button>
        </p>
      ))}
    </div>
  );
}
