import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Clip, ClipsActions, ClipsApp, ClipsState } from '../../app/clips/state';

/** The Clips page's app; set by the page itself. */
export const ClipsContext = createContext<ClipsApp | null>(null);

export function useClipsApp(): ClipsApp {
  const app = useContext(ClipsContext);
  if (!app) throw new Error('A part of Clips was drawn outside of the page.');
  return app;
}

/** What `select` takes from the state; the component redraws when that changes. */
export function useClips<T>(select: (state: ClipsState) => T): T {
  return useStore(useClipsApp().store, select);
}

const NONE: readonly Clip[] = [];

/** The recordings on the map. */
export const useShownClips = (): readonly Clip[] => useClips((state) => state.shown?.clips ?? NONE);

export const useClipsActions = (): ClipsActions => useClipsApp().actions;
