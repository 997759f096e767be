import { classes } from '../classes';
import { percent } from '../format';
import { Button } from '../parts/button';
import { FaultFrame } from '../parts/fault-frame';
import { useClips, useClipsActions } from './clips-context';
import styles from './messages.module.css';

const css = classes(styles);
/** Sentences shown before the rest is opened. */
const FIRST = 5;

/** What goes on, what came of it, and what went wrong. */
export function Messages() {
  const job = useClips((state) => state.job);
  const report = useClips((state) => state.report);
  const problems = useClips((state) => state.faults);
  const actions = useClipsActions();
  return (
    <div className={css('messages')}>
      {problems.map(({ code, message, todo }) => (
        <FaultFrame key={code} code={code} message={message} todo={todo}>
          <Button onPress={() => actions.dismissFault(code)}>Dismiss</Button>
        </FaultFrame>
      ))}
      {job && (
        <div className={css('job')} data-job={job.kind}>
          <p role="status">
            {job.text}
            {job.kind === 'loading' ? `: ${percent(job.done)}` : `: ${job.done} of ${job.total}`}
          </p>
          <progress value={job.done} max={Math.max(1, job.total)} aria-label={job.text} />
        </div>
      )}
      {report && (
        <section className={css('report')} aria-label="Import">
          <p role="status">
            <strong>{report.title}</strong>
            {report.taken > 0 && `: ${report.taken} ${report.taken === 1 ? 'recording' : 'recordings'} taken`}
            {report.problems.length > 0 && `, ${report.problems.length} to know about`}.
          </p>
          <ul className={css('problems')}>
            {report.problems.slice(0, FIRST).map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
          {report.problems.length > FIRST && (
            <details>
              <summary>{report.problems.length - FIRST} more</summary>
              <ul className={css('problems')}>
                {report.problems.slice(FIRST).map((problem) => (
                  <li key={problem}>{problem}</li>
                ))}
              </ul>
            </details>
          )}
          <Button look="quiet" onPress={() => actions.dismissReport()}>
            Good
          </Button>
        </section>
      )}
    </div>
  );
}
