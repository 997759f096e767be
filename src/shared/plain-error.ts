/**
 * An error that a person may read: `message` is one plain sentence that says what is wrong, `todo` what to do.
 * Neither ever carries words that somebody spoke, nor a raw exception.
 */
export class PlainError extends Error {
  override readonly name = 'PlainError';
  /** A stable name of the fault for code and tests, such as `mic-denied`. */
  readonly code: string;
  /** What the person can do about it, as one sentence; empty when nothing can be done. */
  readonly todo: string;

  constructor(code: string, message: string, todo = '', options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.todo = todo;
  }

  /** The sentence and what to do, for one line of text. */
  get sentence(): string {
    return this.todo === '' ? this.message : `${this.message} ${this.todo}`;
  }
}

/** Any thrown value as a `PlainError`; foreign errors get `fallback` as their sentence and stay as the cause. */
export function toPlainError(error: unknown, code: string, fallback: string, todo = ''): PlainError {
  if (error instanceof PlainError) return error;
  return new PlainError(code, fallback, todo, { cause: error });
}
