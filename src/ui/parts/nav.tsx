import { classes } from '../classes';
import styles from './nav.module.css';

const css = classes(styles);

/** The pages, by the first part of their hash. */
export const PAGES = [
  { id: 'talk', name: 'Talk', title: 'Mhm: a listener in a web page' },
  { id: 'clips', name: 'Clips', title: 'Clips · Mhm' },
] as const;
export type PageId = (typeof PAGES)[number]['id'];

/** The page that a hash leads to; anything unknown leads home. */
export const pageOf = (hash: string): PageId =>
  PAGES.find(({ id }) => hash === `#/${id}` || hash.startsWith(`#/${id}?`))?.id ?? 'talk';

/** The ways between the pages. */
export function Nav() {
  const here = pageOf(location.hash);
  return (
    <nav aria-label="Pages" className={css('nav')}>
      {PAGES.map(({ id, name }) => (
        <a
          key={id}
          href={`#/${id}`}
          className={css('way', id === here && 'here')}
          aria-current={id === here ? 'page' : undefined}
        >
          {name}
        </a>
      ))}
    </nav>
  );
}
