import { PlainError } from '../../shared/plain-error';
import type { Scope } from '../../shared/scope';
import type { Judge } from './judge';

/** Loads the models that measure recordings and choose among them. Rejects with a `PlainError`. */
export function loadJudge(
  _scope: Scope,
  _baseUrl: string,
  _onProgress: (share: number) => void,
): Promise<Judge> {
  return Promise.reject(
    new PlainError('pack-missing', 'The models that compare recordings are not here yet.'),
  );
}
