import type { ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { ProgressBar } from 'react-aria-components/ProgressBar';
import type { FetchProgress, ModelsFault } from '../../app/models/state';
import { classes } from '../classes';
import { FaultFrame } from '../parts/fault-frame';
import form from '../parts/form.module.css';
import { progressWords } from './models-words';
import styles from './models.module.css';

const css = classes({ ...form, ...styles });

/** How far a fetch is, with its rate and the time left. */
export function FetchBar({ progress, label }: { progress: FetchProgress; label: string }) {
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

/** The bar itself, filled to a share of 0 to 1. */
export function Filled({ share }: { share: number }) {
  return (
    <div className={css('track')}>
      <div className={css('filled')} style={{ width: `${100 * share}%` }} />
    </div>
  );
}

/** What can be done about it. */
export function Ways({ children }: { children: ReactNode }) {
  return <div className={css('ways')}>{children}</div>;
}

/** What is wrong, if anything is. */
export function Fault({ fault }: { fault: ModelsFault | null }) {
  return fault && <FaultFrame {...fault}>{null}</FaultFrame>;
}
