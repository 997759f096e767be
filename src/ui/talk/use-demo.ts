import { useCallback, useEffect, useRef, useState } from 'react';
import type { Ms } from '../../shared/units';

/** The Escape that left full screen must not also stop the conversation. */
const ESCAPE_GRACE_MS: Ms = 500;

interface Demo {
  readonly on: boolean;
  readonly toggle: () => void;
  readonly leave: () => void;
  /** True right after it was left. */
  readonly justLeft: () => boolean;
}

/** The full-screen demo mode. Where the browser refuses full screen the page still shows only what a demo needs. */
export function useDemo(): Demo {
  const [on, setOn] = useState(false);
  const leftAt = useRef(Number.NEGATIVE_INFINITY);

  const leave = useCallback(() => {
    leftAt.current = performance.now();
    setOn(false);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
  }, []);

  const toggle = useCallback(() => {
    if (on) {
      leave();
      return;
    }
    setOn(true);
    // An iPhone has no full screen for pages.
    if (document.fullscreenEnabled) document.documentElement.requestFullscreen().catch(() => undefined);
  }, [on, leave]);

  useEffect(() => {
    const changed = (): void => {
      if (!document.fullscreenElement) leave();
    };
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, [leave]);

  const justLeft = useCallback(() => performance.now() - leftAt.current < ESCAPE_GRACE_MS, []);
  return { on, toggle, leave, justLeft };
}
