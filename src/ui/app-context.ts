import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { App, AppActions, AppState } from '../app/state';

/** The app behind the page; set once by `mountPage`. */
export const AppContext = createContext<App | null>(null);

/** The app. Throws outside of a mounted page. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('The page was drawn without an app.');
  return app;
}

/** What `select` takes from the state; the component redraws when that changes. */
export function useAppState<T>(select: (state: AppState) => T): T {
  return useStore(useApp().store, select);
}

/** What a person can do. */
export const useActions = (): AppActions => useApp().actions;
