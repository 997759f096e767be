import { useStore } from 'zustand';
import type { ModelsActions, ModelsState } from '../../app/models/state';
import { useApp } from '../app-context';

/** What `select` takes from the state of the sets of models; the component redraws when that changes. */
export function useModels<T>(select: (state: ModelsState) => T): T {
  return useStore(useApp().models.store, select);
}

/** What a person can do with the sets of models. */
export const useModelsActions = (): ModelsActions => useApp().models.actions;
