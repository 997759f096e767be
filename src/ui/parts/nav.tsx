import { classes } from '../classes';
import styles from './nav.module.css';

const css = classes(styles);

/** The pages, by the first part of their hash; `aside`: only who goes there sees it among the ways. */
export const PAGES = [
  { id: 'talk', name: 'Talk', title: 'Mhm: a listener in a web page', aside: false },
  { id: 'clips', name: 'Clips', title: 'Clips · Mhm', aside: false },
  { id: 'bench', name: 'Bench', title: 'Bench · Mhm', aside: true },
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
      {PAGES.filter(({ id, aside }) => !aside || id === here).map(({ id, name }) => (
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
