import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';
const KEY = 'mhm-theme';
const DARK = '(prefers-color-scheme: dark)';
const told = new Set<() => void>();

/** The theme in force: the person's choice, else the system's. */
export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia(DARK).matches ? 'dark' : 'light';
}

/** Puts on the theme chosen on an earlier visit. */
export function restoreTheme(): void {
  const kept = read();
  if (kept === 'light' || kept === 'dark') document.documentElement.dataset['theme'] = kept;
}

export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser without storage forgets the choice; nothing else depends on it.
  }
  for (const tell of told) tell();
}

/** Calls `changed` when the theme in force changes, by choice or by the system. */
export function watchTheme(changed: () => void): () => void {
  const system = matchMedia(DARK);
  told.add(changed);
  system.addEventListener('change', changed);
  return () => {
    told.delete(changed);
    system.removeEventListener('change', changed);
  };
}

/** The theme in force, as state. */
export const useTheme = (): Theme => useSyncExternalStore(watchTheme, currentTheme);

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
