import {
  CALL_WORDS,
  deviceWords,
  loadWords,
  msWords,
  PART_WORDS,
  ratioWords,
  remarks,
  variantWords,
} from '../../app/bench';
import type { BenchState, Outcome, Subject, SubjectReport } from '../../app/bench';
import { classes } from '../classes';
import { megabytes, percent } from '../format';
import { Button } from '../parts/button';
import { useBench, useBenchActions } from './bench-context';
import styles from './results.module.css';

const css = classes(styles);
const DEVICE_WORDS = { wasm: 'WebAssembly', webgpu: 'WebGPU' } as const;

/** What was measured, what is being measured, and the ways to take it along. */
export function Results() {
  const phase = useBench((state) => state.phase);
  const report = useBench((state) => state.report);
  if (phase.kind === 'preparing') return <p role="status">Asking the browser what it can do…</p>;
  if (!report) return null;
  const { machine } = report;
  const open = phase.kind === 'running' ? phase.planned.slice(report.subjects.length) : [];
  return (
    <section className={css('results')} aria-label="Results">
      <p>
        {machine.runs}, {machine.cores} cores,{' '}
        {'name' in machine.gpu ? `GPU: ${machine.gpu.name}` : 'no WebGPU'}
      </p>
      <p role="status" className={css('status')}>
        {phase.kind === 'running' ? stepWords(phase) : `${report.subjects.length} parts looked at.`}
      </p>
      <table className={css('table')}>
        <caption className={css('caption')}>
          Times of one call in ms, after warming up; ratios are of medians, to the part’s first row.
        </caption>
        <thead>
          <tr>
            <th scope="col">Call</th>
            <th scope="col" className={css('number')}>
              Median
            </th>
            <th scope="col" className={css('number')}>
              95 %
            </th>
            <th scope="col" className={css('number')}>
              Ratio
            </th>
          </tr>
        </thead>
        {report.subjects.map((one) => (
          <Measured key={keyOf(one.subject)} report={one} />
        ))}
        {open.map(({ subject }, index) => (
          <tbody key={keyOf(subject)}>
            <Heading subject={subject} on={null} />
            <tr>
              <td colSpan={4} className={css('quiet')}>
                {index === 0 && phase.kind === 'running' ? shortStep(phase.step) : 'waits'}
              </td>
            </tr>
          </tbody>
        ))}
      </table>
      <ul className={css('remarks')}>
        {phase.kind === 'done' && remarks(report).map((remark) => <li key={remark}>{remark}</li>)}
      </ul>
      <Exports />
    </section>
  );
}

function Measured({ report: { subject, outcome } }: { report: SubjectReport }) {
  return (
    <tbody>
      <Heading subject={subject} on={outcome.kind === 'measured' ? outcome : null} />
      {outcome.kind === 'left-out' ? (
        <tr>
          <td colSpan={4} className={css('quiet')}>
            {outcome.sentence}
          </td>
        </tr>
      ) : (
        outcome.rows.map(({ call, timing, ratio }) => (
          <tr key={call} data-call={call}>
            <th scope="row">{CALL_WORDS[call]}</th>
            <td className={css('number')}>{msWords(timing.medianMs)}</td>
            <td className={css('number')}>{msWords(timing.p95Ms)}</td>
            <td className={css('number')}>{ratio === null ? '' : ratioWords(ratio.value)}</td>
          </tr>
        ))
      )}
    </tbody>
  );
}

function Heading({ subject, on }: { subject: Subject; on: Extract<Outcome, { kind: 'measured' }> | null }) {
  return (
    <tr>
      <th scope="rowgroup" colSpan={4} className={css('part')}>
        {PART_WORDS[subject.part]}
        <span className={css('facts')}>
          {[
            on ? deviceWords(on.on) : DEVICE_WORDS[subject.device],
            variantWords(subject),
            ...(on ? [loadWords(on)] : []),
          ].join(' · ')}
        </span>
      </th>
    </tr>
  );
}

function Exports() {
  const actions = useBenchActions();
  const there = useBench(({ report }) => (report?.subjects.length ?? 0) > 0);
  const exported = useBench((state) => state.exported);
  if (!there) return null;
  return (
    <div className={css('ways')}>
      <Button onPress={() => actions.save('json')}>Save as JSON</Button>
      <Button onPress={() => actions.save('markdown')}>Save as Markdown</Button>
      <Button onPress={() => void actions.copy()}>Copy the table</Button>
      <span role="status">{exported}</span>
    </div>
  );
}

const STEP_WORDS = {
  idle: 'reading the idle page’s memory',
  loading: 'loading',
  memory: 'reading the memory',
  measuring: 'measuring',
} as const;

type Running = Extract<BenchState['phase'], { kind: 'running' }>;

function stepWords({ planned, at, step }: Running): string {
  const part = planned[at]?.subject.part;
  const name = part === undefined ? '' : PART_WORDS[part];
  return `Part ${at + 1} of ${planned.length}: ${name}, ${STEP_WORDS[step.step]}`;
}

function shortStep({ step, loadedBytes, share }: Running['step']): string {
  if (step === 'measuring') return `measuring, ${percent(share)}`;
  return step === 'loading' && loadedBytes > 0 ? `loading, ${megabytes(loadedBytes)}` : STEP_WORDS[step];
}

const keyOf = ({ part, device, variant }: Subject): string => `${part} ${device} ${variant}`;
