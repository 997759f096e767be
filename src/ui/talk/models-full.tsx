import { Label } from 'react-aria-components/Label';
import { ProgressBar } from 'react-aria-components/ProgressBar';
import type { FullSetState } from '../../app/models/state';
import { classes } from '../classes';
import { megabytes } from '../format';
import { Button } from '../parts/button';
import form from '../parts/form.module.css';
import { useModels, useModelsActions } from './models-context';
import { ModelsPlace } from './models-place';
import { KNOWS_NOTHING, SPARE, offerLines } from './models-words';
import styles from './models.module.css';
import { Fault, FetchBar, Filled, Ways } from './standing-parts';

const css = classes({ ...form, ...styles });

/** While nothing is under way and something is still to come, it may come from another place. */
const ELSEWHERE: readonly FullSetState['kind'][] = ['unknown', 'looking', 'absent', 'found', 'paused'];

/** Where the full set stands in this browser, and what can be done about it. */
export function ModelsFull() {
  const full = useModels((state) => state.full);
  return (
    <div className={css('full')} data-full={full.kind}>
      <Standing full={full} />
      {ELSEWHERE.includes(full.kind) && <ModelsPlace />}
    </div>
  );
}

function Standing({ full }: { full: FullSetState }) {
  const actions = useModelsActions();
  switch (full.kind) {
    case 'unknown':
      return (
        <Ways>
          <Button onPress={() => void actions.look()}>Look for the full set</Button>
        </Ways>
      );
    case 'looking':
      return <p role="status">Looking for the full set…</p>;
    case 'absent':
      return (
        <>
          <Fault fault={full.fault} />
          <Ways>
            <Button onPress={() => void actions.look()}>Look again</Button>
          </Ways>
        </>
      );
    case 'found':
      return (
        <>
          <ul className={css('lines')}>
            {offerLines(full.offer).map((line) => (
              <li key={line}>{line}</li>
            ))}
            {full.offer.weights === 'random' && <li>{KNOWS_NOTHING}</li>}
          </ul>
          <Fault fault={full.fault} />
          <Ways>
            <Button onPress={() => void actions.fetch()}>
              {`Fetch the full set${full.offer.device.fits ? '' : ' all the same'} (${megabytes(full.offer.totalBytes)})`}
            </Button>
          </Ways>
        </>
      );
    case 'fetching':
      return (
        <>
          <FetchBar progress={full.progress} label="Fetching the full set" />
          <Ways>
            <Button onPress={() => void actions.pause()}>Pause</Button>
          </Ways>
        </>
      );
    case 'paused':
      return (
        <>
          <FetchBar progress={full.progress} label="Paused" />
          <Fault fault={full.fault} />
          <Ways>
            <Button onPress={() => void actions.fetch()}>Go on fetching</Button>
            <Button look="quiet" onPress={() => void actions.remove()}>
              Remove what has arrived
            </Button>
          </Ways>
        </>
      );
    case 'whole':
      return (
        <>
          <p role="status">
            {`The full set is here, ${megabytes(full.totalBytes)}, every piece verified.`}
            {full.weights === 'random' && ` ${KNOWS_NOTHING}`}
          </p>
          <Fault fault={full.fault} />
          {full.spare && <p className={css('hint')}>{SPARE}</p>}
          <Ways>
            {full.spare && (
              <Button onPress={() => void actions.fetchSpare()}>Fetch the 32-bit variant too</Button>
            )}
            <Button onPress={() => void actions.check()}>Check the files again</Button>
            <Button look="quiet" onPress={() => void actions.remove()}>
              {`Remove it (frees ${megabytes(full.totalBytes)})`}
            </Button>
          </Ways>
        </>
      );
    case 'checking':
      return (
        <ProgressBar value={100 * full.share} className={css('bar')}>
          <Label>Checking the files</Label>
          <Filled share={full.share} />
        </ProgressBar>
      );
    case 'removing':
      return <p role="status">Removing the full set…</p>;
    default:
      return full satisfies never;
  }
}
