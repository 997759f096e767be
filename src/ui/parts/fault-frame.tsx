import type { ReactNode } from 'react';
import { classes } from '../classes';
import styles from './fault-frame.module.css';

const css = classes(styles);

/** What went wrong, what to do, and the ways on (`children`). */
export function FaultFrame({
  code,
  message,
  todo,
  children,
}: {
  code: string;
  message: string;
  todo: string;
  children: ReactNode;
}) {
  return (
    <div role="alert" className={css('fault')} data-code={code}>
      <svg className={css('sign')} viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="10" cy="10" r="8.5" />
        <path d="M10 5.5v6M10 13.6v1.4" />
      </svg>
      <div>
        <p className={css('message')}>{message}</p>
        {todo !== '' && <p>{todo}</p>}
        <div className={css('ways')}>{children}</div>
      </div>
    </div>
  );
}
