import type { ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { ProgressBar } from 'react-aria-components/ProgressBar';
import type { FetchProgress, FullSetState, ModelsFault } from '../../app/models/state';
import { classes } from '../classes';
import { megabytes } from '../format';
import { Button } from '../parts/button';
import { FaultFrame } from '../parts/fault-frame';
import form from '../parts/form.module.css';
import { useModels, useModelsActions } from './models-context';
import { ModelsPlace } from './models-place';
import { KNOWS_NOTHING, offerLines, progressWords } from './models-words';
import styles from './models.module.css';

const css = classes({ ...form, ...styles });

/** Where the full set stands in this browser, and what can be done about it. */
export function ModelsFull() {
  const full = useModels((state) => state.full);
  return (
    <div className={css('full')} data-full={full.kind}>
      <Standing full={full} />
    </div>
  );
}

function Standing({ full }: { full: FullSetState }) {
  const actions = useModelsActions();
  switch (full.kind) {
    case 'unknown':
      return (
        <>
          <Ways>
            <Button onPress={() => void actions.look()}>Look for the full set</Button>
          </Ways>
          <ModelsPlace />
        </>
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
          <ModelsPlace />
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
          <ModelsPlace />
        </>
      );
    case 'fetching':
      return (
        <>
          <Bar progress={full.progress} label="Fetching the full set" />
          <Ways>
            <Button onPress={() => void actions.pause()}>Pause</Button>
          </Ways>
        </>
      );
    case 'paused':
      return (
        <>
          <Bar progress={full.progress} label="Paused" />
          <Fault fault={full.fault} />
          <Ways>
            <Button onPress={() => void actions.fetch()}>Go on fetching</Button>
            <Button look="quiet" onPress={() => void actions.remove()}>
              Remove what has arrived
            </Button>
          </Ways>
          <ModelsPlace />
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
          <Ways>
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

function Ways({ children }: { children: ReactNode }) {
  return <div className={css('ways')}>{children}</div>;
}

function Fault({ fault }: { fault: ModelsFault | null }) {
  return fault && <FaultFrame {...fault}>{null}</FaultFrame>;
}

function Bar({ progress, label }: { progress: FetchProgress; label: string }) {
  const share = progress.totalBytes === 0 ? 0 : progress.loadedBytes / progress.totalBytes;
  const words = progressWords(progress);
  return (
    <ProgressBar value={100 * share} valueLabel={words} className={css('bar')}>
      <Label>{label}</Label>
      <Filled share={share} />
      <span className={css('hint')}>{words}, kept on this machine</span>
    </ProgressBar>
  );
}

function Filled({ share }: { share: number }) {
  return (
    <div className={css('track')}>
      <div className={css('filled')} style={{ width: `${100 * share}%` }} />
    </div>
  );
}
