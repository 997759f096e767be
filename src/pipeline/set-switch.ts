import type { ClipBank, ContextEncoder } from '../clip';
import type { DecisionStage } from '../decision';
import type { PackSet } from '../packs';
import { PlainError, toPlainError } from '../shared/plain-error';
import type { Scope } from '../shared/scope';
import type { Ms } from '../shared/units';
import { withFallback } from './decision-switch';
import type { DecisionSwitch } from './decision-switch';
import { deviceWords, takeoverSentence } from './fallback';
import type { GiveUpReason } from './fallback';

/** The full set's context encoder, which can end before the rest. */
export interface FullContext extends ContextEncoder {
  end(): void;
}

/** The full set's own parts, loaded and checked on a device. */
export interface FullParts {
  readonly set: PackSet;
  readonly decision: DecisionStage;
  /** Null where no device could run its voice model: then the small one's contexts are used, by the small one's bank. */
  readonly context: FullContext | null;
  /** Why there is none. */
  readonly contextMissing: PlainError | null;
  readonly bank: ClipBank;
}

/** What becomes of the full set's parts while they run. */
export interface FullWatch {
  /** The decision's device or worker is gone. */
  gone(reason: GiveUpReason): void;
  /** The voice model's is. */
  contextGone(): void;
}

/** Which set listens, and why; one union. */
export type SetState =
  /** The small set, because it was chosen. */
  | { readonly kind: 'small' }
  /** The small set, until the full one is loaded and checked. */
  | { readonly kind: 'loading' }
  | { readonly kind: 'full'; readonly set: PackSet; readonly backend: string }
  /** The small set, because the full one could not begin or go on, and why; not tried again until somebody asks. */
  | { readonly kind: 'given-up'; readonly sentence: string };

/** What is told of a change: the new state, and a sentence for people where there is something to say. */
export type TellSet = (state: SetState, sentence: string | null) => void;

export interface SetSwitch {
  readonly decision: DecisionSwitch;
  readonly state: SetState;
  /** The full set's context encoder while it runs. */
  context(): ContextEncoder | null;
  /** Its encoder failed or is too slow: the small one's contexts from now on. */
  giveUpContext(why: 'stopped' | 'slow'): void;
  /** Chooses a set: the full one is loaded while the small one listens, unless it was given up before. */
  choose(choice: 'small' | 'full'): void;
  /** Loads the full set once more after it was given up. */
  retry(): void;
  /** The returned function ends it. */
  watch(tell: TellSet): () => void;
}

export interface SetSwitchOptions {
  readonly small: () => DecisionStage;
  /** Loads the full set's parts; their scope ends them. Rejects with a `PlainError`. */
  readonly loadFull: (scope: Scope, watch: FullWatch) => Promise<FullParts>;
  /** The recordings that are chosen from where the full set places contexts; null: there are none any more. */
  readonly useBank: (bank: ClipBank | null) => void;
  readonly nowMs: () => Ms;
  /** Whether the page is in the background. */
  readonly hidden: () => boolean;
}

const WITHOUT_VOICE = 'The short answers are fitted to your words by the small set.';

/** Switches a listener between the small set, which stays loaded, and the full one. */
export function createSetSwitch(scope: Scope, options: SetSwitchOptions): SetSwitch {
  const watchers = new Set<TellSet>();
  let state: SetState = { kind: 'small' };
  let context: FullContext | null = null;
  /** Owns the full set's parts, loading or running. */
  let running: Scope | null = null;

  const tell = (next: SetState, sentence: string | null): void => {
    state = next;
    for (const watcher of watchers) watcher(next, sentence);
  };
  const leave = (): void => {
    context = null;
    options.useBank(null);
    running?.end();
    running = null;
  };
  const decision = withFallback(scope, {
    small: options.small,
    nowMs: options.nowMs,
    onGiveUp(reason, full) {
      const sentence = takeoverSentence(reason, full.backend, options.hidden());
      leave();
      tell({ kind: 'given-up', sentence }, `${sentence} The small set goes on with the same conversation.`);
    },
  });
  const giveUpContext = (why: 'stopped' | 'slow'): void => {
    if (context === null) return;
    context.end();
    context = null;
    const what = why === 'slow' ? 'is slower than you speak' : 'stopped';
    tell(state, `The full set’s voice model ${what}. ${WITHOUT_VOICE}`);
  };

  async function load(): Promise<void> {
    const own = scope.child();
    running = own;
    let gone = null as GiveUpReason | null;
    tell({ kind: 'loading' }, null);
    try {
      const parts = await options.loadFull(own, {
        gone: (reason) => {
          gone = reason;
          if (running === own) decision.giveUp(reason);
        },
        contextGone: () => {
          if (running === own) giveUpContext('stopped');
        },
      });
      const { backend } = parts.decision;
      await decision.bringIn(parts.decision, () => running === own && gone === null);
      // Somebody chose the small set meanwhile.
      if (running !== own) return;
      if (gone !== null)
        throw new PlainError('full-set-gone', takeoverSentence(gone, backend, options.hidden()));
      context = parts.context;
      options.useBank(parts.bank);
      const missing = parts.contextMissing ? ` ${parts.contextMissing.message} ${WITHOUT_VOICE}` : '';
      tell(
        { kind: 'full', set: parts.set, backend },
        `The full set decides from here on, on ${deviceWords(backend)}.${missing}`,
      );
    } catch (error) {
      if (running !== own) return;
      leave();
      const plain = toPlainError(error, 'full-set-failed', 'The full set could not be started.');
      tell({ kind: 'given-up', sentence: plain.message }, `${plain.message} The small set listens instead.`);
    }
  }

  return {
    decision,
    get state() {
      return state;
    },
    context: () => context,
    giveUpContext,
    choose(choice) {
      if (choice === 'full' && state.kind === 'small') void load();
      if (choice === 'full' || state.kind === 'small') return;
      decision.leave();
      leave();
      tell({ kind: 'small' }, null);
    },
    retry() {
      if (state.kind === 'given-up') void load();
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
  };
}
