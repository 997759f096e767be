/** The part of a store that the page reads. */
interface FakeStore<State> {
  getState(): State;
  getInitialState(): State;
  subscribe(listener: (state: State, previous: State) => void): () => void;
}

/** A store that a test changes by hand. */
export function createFakeStore<State>(initial: State): {
  readonly store: FakeStore<State>;
  readonly set: (part: Partial<State>) => void;
} {
  const listeners = new Set<(state: State, previous: State) => void>();
  let state = initial;
  return {
    store: {
      getState: () => state,
      getInitialState: () => initial,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    set(part) {
      const previous = state;
      state = { ...state, ...part };
      for (const tell of listeners) tell(state, previous);
    },
  };
}
