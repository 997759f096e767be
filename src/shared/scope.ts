/** Owns whatever was started and ends it, last first. The only place that starts timers and listeners. */
export interface Scope {
  /** True once `end` was called; everything added later is ended at once. */
  readonly ended: boolean;
  /** Registers what ends a resource and returns it unchanged. */
  own<T>(resource: T, end: (resource: T) => void): T;
  /** Adds an event listener that the scope removes. */
  listen(
    target: EventTargetLike,
    type: string,
    listener: (event: never) => void,
    options?: { once?: boolean; passive?: boolean },
  ): void;
  /** Calls `tick` every `ms` until the scope ends. */
  every(ms: number, tick: () => void): void;
  /** Calls `run` once after `ms` unless the scope ends first; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
  /** A scope that ends no later than this one. */
  child(): Scope;
  /** Ends everything, last started first. Safe to call twice. */
  end(): void;
}

/** The part of `EventTarget` that a scope needs, so that workers and Node's emitters fit too. */
export interface EventTargetLike {
  addEventListener(
    type: string,
    listener: (event: Event) => void,
    options?: { once?: boolean; passive?: boolean },
  ): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
}

/** Makes a scope. An error while ending one resource does not keep the others alive. */
export function createScope(): Scope {
  const ends = new Set<() => void>();
  let ended = false;

  const add = (end: () => void): (() => void) => {
    if (ended) {
      end();
      return () => undefined;
    }
    ends.add(end);
    return () => {
      if (ends.delete(end)) end();
    };
  };

  const scope: Scope = {
    get ended() {
      return ended;
    },
    own(resource, end) {
      add(() => end(resource));
      return resource;
    },
    listen(target, type, listener, options) {
      const listen = listener as (event: Event) => void;
      target.addEventListener(type, listen, options);
      add(() => target.removeEventListener(type, listen));
    },
    every(ms, tick) {
      const timer = setInterval(tick, ms);
      add(() => clearInterval(timer));
    },
    after(ms, run) {
      let cancel: () => void = () => undefined;
      const timer = setTimeout(() => {
        cancel();
        run();
      }, ms);
      cancel = add(() => clearTimeout(timer));
      return cancel;
    },
    child() {
      const child = createScope();
      add(() => child.end());
      return child;
    },
    end() {
      if (ended) return;
      ended = true;
      const pending = [...ends].reverse();
      ends.clear();
      const errors: unknown[] = [];
      for (const end of pending) {
        try {
          end();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw new AggregateError(errors, 'Some resources could not be ended.');
    },
  };
  return scope;
}
