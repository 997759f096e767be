import type { RecordEvent } from '../pipeline';
import { clampDials } from './dials';
import type { RunningSession } from './session';
import type { AppActions } from './state';
import type { AppStore } from './store';

/** What the dials' actions need of the app. */
export interface DialActionsOptions {
  readonly store: AppStore;
  readonly session: () => RunningSession | null;
  /** Brings the promised rates up to date. */
  readonly promise: () => void;
  readonly recolour: () => void;
  readonly remember: () => void;
}

/** A preset's name is cut to so many letters. */
const LONGEST_NAME = 40;

/** The dials, their presets and the mirror. */
export function createDialActions(
  options: DialActionsOptions,
): Pick<AppActions, 'setDials' | 'applyPreset' | 'savePreset' | 'removePreset' | 'setMirror'> {
  const { store, session, promise, recolour, remember } = options;
  /** While a session runs its record has every change. */
  const record = (event: (nowMs: number) => RecordEvent): void => {
    const running = session();
    if (running && store.getState().phase.kind === 'listening') running.record(event(running.live.nowMs()));
  };
  const setDials: AppActions['setDials'] = (change) => {
    const dials = clampDials({ ...store.getState().dials, ...change });
    store.setState((state) => ({ dials, mirror: { ...state.mirror, on: false } }));
    session()?.live.setMirror(false);
    session()?.live.setDials(dials);
    record((nowMs) => ({ kind: 'dial', t_ms: nowMs, ...dials }));
    promise();
    recolour();
    remember();
  };
  return {
    setDials,
    applyPreset(name) {
      const preset = store.getState().presets.find((candidate) => candidate.name === name);
      if (!preset) return;
      setDials(preset.dials);
      record((nowMs) => ({ kind: 'preset', t_ms: nowMs, name, ...preset.dials }));
    },
    savePreset(name) {
      const trimmed = name.trim().slice(0, LONGEST_NAME);
      if (trimmed === '') return;
      store.setState(({ presets, dials }) => ({
        presets: [
          ...presets.filter((preset) => !preset.own || preset.name !== trimmed),
          { name: trimmed, dials, own: true },
        ],
      }));
      remember();
    },
    removePreset(name) {
      store.setState(({ presets }) => ({
        presets: presets.filter((preset) => !preset.own || preset.name !== name),
      }));
      remember();
    },
    setMirror(on) {
      store.setState((state) => ({
        mirror: { ...state.mirror, on },
        ...(on ? { dials: state.mirror.estimate } : {}),
      }));
      const { mirror, dials } = store.getState();
      session()?.live.setMirror(on);
      session()?.live.setDials(dials);
      record((nowMs) => ({ kind: 'mirror', t_ms: nowMs, on, ...dials, weight: mirror.weight }));
      promise();
      recolour();
    },
  };
}
