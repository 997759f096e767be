import { Button, Key } from '../parts/button';
import { Nav } from '../parts/nav';
import { classes } from '../classes';
import { chooseTheme, useTheme } from '../theme';
import styles from './header.module.css';
import { Settings } from './settings';

const css = classes(styles);

/** The name, and what concerns the whole page. */
export function Header({ onFullScreen }: { onFullScreen: (() => void) | null }) {
  const theme = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <header className={css('header')}>
      <a href="#/talk" className={css('name')}>
        <svg viewBox="0 0 32 16" aria-hidden="true" className={css('logo')}>
          <path d="M2 12c0-6 3-9 5-9s4 3 4 9c0-6 3-9 5-9s4 3 4 9" />
          <circle cx="27" cy="9" r="3" />
        </svg>
        Mhm
      </a>
      <Nav />
      <div className={css('ways')}>
        {onFullScreen && (
          <Button look="quiet" onPress={onFullScreen}>
            Full screen <Key>F</Key>
          </Button>
        )}
        <Button
          look="quiet"
          aria-label={other === 'dark' ? 'Dark colours' : 'Light colours'}
          onPress={() => chooseTheme(other)}
        >
          {other === 'dark' ? 'Dark' : 'Light'}
        </Button>
        <Settings />
      </div>
    </header>
  );
}
