import { Label } from 'react-aria-components/Label';
import { ProgressBar } from 'react-aria-components/ProgressBar';
import type { Phase } from '../../app/state';
import { useActions } from '../app-context';
import { classes } from '../classes';
import { megabytes, timeLeft } from '../format';
import { Button } from '../parts/button';
import styles from './hero.module.css';

const css = classes(styles);

/** What arrives, in real bytes, and how long it still takes. */
export function Loading({ phase: { progress } }: { phase: Phase & { kind: 'loading' } }) {
  const { loadedBytes, totalBytes, secondsLeft, step } = progress;
  const actions = useActions();
  const checking = step === 'checking';
  const share = totalBytes === 0 ? 0 : (100 * loadedBytes) / totalBytes;
  const bytes = `${megabytes(loadedBytes)} of ${megabytes(totalBytes)}`;
  return (
    <div className={css('loading')}>
      <ProgressBar value={checking ? 100 : share} valueLabel={checking ? 'checking' : bytes}>
        <Label>{checking ? 'Checking the models on this machine' : 'Fetching the models'}</Label>
        <div className={css('bar')}>
          <div className={css('filled')} style={{ width: `${checking ? 100 : share}%` }} />
        </div>
      </ProgressBar>
      <p className={css('bytes')}>
        <span>
          {totalBytes === 0 ? 'Looking for what is here already' : `${bytes}, kept for the next time`}
        </span>
        {!checking && secondsLeft !== null && <span>{timeLeft(secondsLeft)}</span>}
        {checking && <span>a few seconds</span>}
      </p>
      <div className={css('cancel')}>
        <Button look="quiet" onPress={() => void actions.stop()}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
