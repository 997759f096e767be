import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { BenchApp, BenchActions, BenchState } from '../../app/bench';

/** The bench behind the page; set by the page itself. */
export const BenchContext = createContext<BenchApp | null>(null);

function useBenchApp(): BenchApp {
  const app = useContext(BenchContext);
  if (!app) throw new Error('A part of Bench was drawn outside of the page.');
  return app;
}

/** What `select` takes from the state; the component redraws when that changes. */
export function useBench<T>(select: (state: BenchState) => T): T {
  return useStore(useBenchApp().store, select);
}

export const useBenchActions = (): BenchActions => useBenchApp().actions;
