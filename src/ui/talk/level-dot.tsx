import { useEffect, useRef } from 'react';
import { createScope } from '../../shared/scope';
import { useApp } from '../app-context';
import { classes } from '../classes';
import styles from './controls.module.css';

const css = classes(styles);
const REDRAW_MS = 100;

/** A dot that swells with the level and fills while voice activity is on; drawn outside of React. */
export function LevelDot() {
  const app = useApp();
  const dot = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const scope = createScope();
    scope.every(REDRAW_MS, () => {
      const element = dot.current;
      if (!element || document.hidden) return;
      const { peaks, speaking } = app.signals;
      element.style.setProperty('--level', Math.sqrt(Math.min(1, peaks.at(-1) ?? 0)).toFixed(2));
      element.dataset['speaking'] = String(speaking);
    });
    return () => scope.end();
  }, [app]);
  return <span ref={dot} className={css('dot')} aria-hidden="true" data-level-dot="" />;
}
