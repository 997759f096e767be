import type { AppActions, Phase } from '../../app/state';
import { useActions } from '../app-context';
import { classes } from '../classes';
import { duration } from '../format';
import { Button } from '../parts/button';
import { Faults } from '../parts/faults';
import styles from './ended.module.css';
import { OpenFile } from './open-file';

const css = classes(styles);

const SAVES: readonly (readonly [what: Parameters<AppActions['save']>[0], words: string])[] = [
  ['record', 'The record (session.jsonl)'],
  ['speaker-wav', 'Your sound (WAV)'],
  ['listener-wav', 'Its sound (WAV)'],
  ['mix-wav', 'Both together (WAV)'],
];

/** After the end: keep what there was, or start again. */
export function Ended({ phase }: { phase: Phase & { kind: 'ended' } }) {
  const actions = useActions();
  const onMic = phase.source === 'mic';
  return (
    <div className={css('ended')}>
      <h2 className={css('heading')}>That was {duration(phase.durationMs)}.</h2>
      <div className={css('ways')}>
        <Button look="primary" onPress={() => void actions.start('mic')}>
          {onMic ? 'Start again' : 'Start talking'}
        </Button>
        <Button onPress={() => void actions.start('sample')}>
          {phase.source === 'sample' ? 'Hear the sample again' : 'Hear a sample conversation'}
        </Button>
        <OpenFile />
      </div>
      <div role="group" aria-labelledby="save-heading">
        <p id="save-heading" className={css('small')}>
          Save to this machine. The record holds your words, so it goes only where you put it.
        </p>
        <div className={css('saves')}>
          {SAVES.map(([what, words]) => (
            <Button key={what} onPress={() => void actions.save(what)}>
              {words}
            </Button>
          ))}
        </div>
      </div>
      <Faults zone="end" />
    </div>
  );
}
