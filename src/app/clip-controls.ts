import { AFFECT } from '../flow';
import type { ClipControls, Recording } from '../flow';
import { isNear, lackingWords, targetDistance, underControls } from '../pipeline';
import { controlFields } from '../record';
import { toPlainError } from '../shared/plain-error';
import { putUpFault } from './faults';
import type { RunningSession } from './session';
import type { AppActions, Sayable } from './state';
import type { AppStore } from './store';

export interface ClipControlsOptions {
  readonly store: AppStore;
  /** The recordings of the bank that speaks, or will from the next conversation on. Rejects where they cannot be read. */
  readonly recordings: () => Promise<readonly Recording[]>;
  readonly session: () => RunningSession | null;
  readonly remember: () => void;
}

/** The designer's controls of the clips: taken over at once, recorded, remembered, and shown with what they leave. */
export interface ClipControlsDesk {
  readonly actions: Pick<AppActions, 'lookAtClips' | 'setClipControls'>;
  /** Another bank speaks, or will; nothing is read before somebody looked. */
  readonly bankChanged: () => void;
}

const NONE_LEFT =
  'One form has to stay. For no short answers at all, set “Nodding along” to “listens quietly”.';

/** Makes the desk. */
export function createClipControls(options: ClipControlsOptions): ClipControlsDesk {
  const { store } = options;
  let bank: readonly Recording[] | null = null;
  const show = (): void => {
    if (bank) store.setState({ sayable: sayableOf(bank, store.getState().clipControls) });
  };
  const actions: ClipControlsDesk['actions'] = {
    async lookAtClips() {
      try {
        bank = await options.recordings();
        show();
      } catch (error) {
        const plain = toPlainError(
          error,
          'bank-unreadable',
          'The recordings cannot be listed.',
          'Try again.',
        );
        putUpFault(store, plain, 'page');
      }
    },
    setClipControls(asked) {
      if (asked.forms?.length === 0) return store.setState({ clipRefusal: NONE_LEFT });
      const clipControls = withinScale(asked);
      store.setState({ clipControls, clipRefusal: null });
      show();
      const session = options.session();
      session?.live.setControls(clipControls);
      if (session && store.getState().phase.kind === 'listening')
        session.record({ kind: 'controls', t_ms: session.live.nowMs(), ...controlFields(clipControls) });
      options.remember();
    },
  };
  return {
    actions,
    bankChanged: () => {
      if (bank) void actions.lookAtClips();
    },
  };
}

function withinScale(asked: ClipControls): ClipControls {
  const targets = AFFECT.flatMap((dimension) => {
    const value = asked[dimension];
    return value === undefined || Number.isNaN(value)
      ? []
      : [[dimension, Math.max(1, Math.min(5, Math.round(10 * value) / 10))] as const];
  });
  return { ...(asked.forms && { forms: asked.forms }), ...Object.fromEntries(targets) };
}

/** What of a bank may be said under the controls. Pure. */
export function sayableOf(bank: readonly Recording[], controls: ClipControls): Sayable {
  const { recordings, lacking } = underControls(bank, controls);
  const aimed = AFFECT.some((dimension) => controls[dimension] !== undefined);
  const byDistance = recordings
    .map((recording) => ({ recording, distance: targetDistance(recording, controls) }))
    .toSorted((one, other) => one.distance - other.distance);
  const forms = [...new Set([...bank.map(({ form }) => form), ...lacking])].toSorted((one, other) =>
    one.localeCompare(other, 'en'),
  );
  return {
    forms: forms.map((form) => ({
      form,
      count: bank.filter((recording) => recording.form === form).length,
      on: controls.forms?.includes(form) ?? true,
    })),
    total: bank.length,
    near: aimed ? byDistance.filter(({ distance }) => isNear(distance)).length : null,
    recordings: byDistance.map(({ recording: { form, delivery } }) =>
      delivery === '' ? form : `${form}, ${delivery}`,
    ),
    lacking: lackingWords(controls, lacking),
  };
}
