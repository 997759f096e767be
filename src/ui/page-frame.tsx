import type { ReactNode } from 'react';
import { classes } from './classes';
import styles from './page-frame.module.css';
import { Header } from './talk/header';

const css = classes(styles);

/** A page beside Talk: its name, what it is for, and its parts. */
export function PageFrame(props: { name: string; lead?: string; narrow?: boolean; children: ReactNode }) {
  const { name, lead, narrow = false, children } = props;
  return (
    <div className={css('page', narrow && 'narrow')}>
      <Header onFullScreen={null} />
      <main className={css('main')}>
        <h1 className={css('title')}>{name}</h1>
        {lead !== undefined && <p className={css('lead')}>{lead}</p>}
        {children}
      </main>
    </div>
  );
}
