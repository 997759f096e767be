import { useEffect, useSyncExternalStore } from 'react';

/** What the page's single keys do. */
export interface Shortcuts {
  readonly mute: () => void;
  readonly fullScreen: () => void;
  readonly escape: () => void;
}

let on = true;
const told = new Set<() => void>();
const watch = (changed: () => void): (() => void) => {
  told.add(changed);
  return () => told.delete(changed);
};

/** Whether single keys work. */
export const useShortcutsOn = (): boolean => useSyncExternalStore(watch, () => on);

export function setShortcuts(next: boolean): void {
  on = next;
  for (const tell of told) tell();
}

/** Where a key means a letter or a choice, not a command. */
const TYPING =
  'input:not([type="range"]):not([type="checkbox"]), textarea, select, [role="listbox"], [role="dialog"]';

/** Listens for the page's keys while the component is there. */
export function useShortcuts({ mute, fullScreen, escape }: Shortcuts): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const busy = event.target instanceof Element && event.target.closest(TYPING) !== null;
      if (!on || busy || event.defaultPrevented || event.repeat) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const run = { m: mute, f: fullScreen, escape }[event.key.toLowerCase()];
      run?.();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [mute, fullScreen, escape]);
}
