import type { AppState } from '../../app/state';

/** Which set of models decides, and on what, as a short line. */
export function setWords(kind: AppState['set']['kind'], backend: string | null): string {
  switch (kind) {
    case 'small':
      return 'Small set';
    case 'loading':
      return 'Small set, until the full one is loaded';
    case 'full':
      return `Full set${backend === null ? '' : ` on ${backend}`}`;
    case 'given-up':
      return 'Small set';
    default:
      return kind satisfies never;
  }
}
