import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { ClipsState } from './state';

export type ClipsStore = StoreApi<ClipsState>;

/** The Clips page's store, as it is before anything was read. */
export const createClipsStore = (speaking: string): ClipsStore =>
  createStore<ClipsState>()(() => ({
    phase: 'opening',
    banks: [],
    speaking,
    shown: null,
    x: 'surprisal',
    y: 'polarity',
    umap: { kind: 'none' },
    hidden: new Set(),
    selected: null,
    region: null,
    sentence: { kind: 'none' },
    muted: false,
    job: null,
    report: null,
    faults: [],
    recorder: null,
  }));
