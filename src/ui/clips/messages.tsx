import { classes } from '../classes';
import { percent } from '../format';
import faults from '../parts/faults.module.css';
import { Button } from '../parts/button';
import { useClips, useClipsActions } from './clips-context';
import styles from './messages.module.css';

const css = classes({ ...faults, ...styles });
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
        <div key={code} role="alert" className={css('fault')} data-code={code}>
          <svg className={css('sign')} viewBox="0 0 20 20" aria-hidden="true">
            <circle cx="10" cy="10" r="8.5" />
            <path d="M10 5.5v6M10 13.6v1.4" />
          </svg>
          <div>
            <p className={css('message')}>{message}</p>
            {todo !== '' && <p>{todo}</p>}
            <div className={css('ways')}>
              <Button onPress={() => actions.dismissFault(code)}>Dismiss</Button>
            </div>
          </div>
        </div>
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
