import { useStore } from 'zustand';
import type { HubActions, HubState } from '../../app/hub/state';
import { useApp } from '../app-context';

/** What `select` takes from the state of the larger recognisers; the component redraws when that changes. */
export function useHub<T>(select: (state: HubState) => T): T {
  return useStore(useApp().hub.store, select);
}

/** What a person can do with them. */
export const useHubActions = (): HubActions => useApp().hub.actions;
