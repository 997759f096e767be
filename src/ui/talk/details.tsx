import { useAppState } from '../app-context';
import { classes } from '../classes';
import { megabytes, milliseconds } from '../format';
import { More } from '../parts/disclosure';
import { rateInterval } from '../rate-words';
import styles from './details.module.css';
import { setWords } from './set-words';
import { WordTable } from './word-table';

const css = classes(styles);

/** Everything a designer wants to see, one click deeper. */
export function Details() {
  return (
    <More title="Details">
      <Numbers />
      <WordTable />
    </More>
  );
}

function Numbers() {
  const latency = useAppState((state) => state.latency);
  const set = useAppState((state) => state.set);
  const backend = useAppState((state) => state.backend);
  const totalBytes = useAppState((state) => state.totalBytes);
  const dials = useAppState((state) => state.dials);
  const promised = useAppState((state) => state.promised);
  const mirror = useAppState((state) => state.mirror);
  const rows: readonly (readonly [name: string, value: string])[] = [
    ['Word’s end to decision, median', milliseconds(latency.wordToDecisionMs)],
    ['Decision to sound, median', milliseconds(latency.decisionToSoundMs)],
    ['Turn claim to sound, median', milliseconds(latency.claimToSoundMs)],
    ['Models in use', setWords(set.kind, null)],
    ['Runs on', backend ?? 'not loaded yet'],
    ['Models', totalBytes === 0 ? 'on this machine' : megabytes(totalBytes)],
    ['Nodding along', dial(dials.bc, promised?.bc ?? null)],
    ['Taking the turn', dial(dials.tc, promised?.tc ?? null)],
    [
      'The mirror’s estimate',
      `${mirror.estimate.bc.toFixed(2)} and ${mirror.estimate.tc.toFixed(2)}, weight ${mirror.weight.toFixed(2)}`,
    ],
  ];
  return (
    <dl className={css('numbers')}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function dial(value: number, promised: Parameters<typeof rateInterval>[0] | null): string {
  return promised ? `${value.toFixed(2)} (${rateInterval(promised)})` : value.toFixed(2);
}
