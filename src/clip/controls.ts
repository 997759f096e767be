import { AFFECT, type ClipControls, type Recording } from '../flow';

/** What a designer's controls leave of a bank. */
export interface ControlsLeft<R> {
  /** What may be said: the allowed forms, or everything where the bank has none of them. */
  readonly recordings: readonly R[];
  /** Allowed forms of which the bank has no recording. */
  readonly lacking: readonly string[];
}

/** Leaves of the recordings those of the allowed forms. */
export function underControls<R extends Pick<Recording, 'form'>>(
  recordings: readonly R[],
  { forms }: ClipControls,
): ControlsLeft<R> {
  if (!forms) return { recordings, lacking: [] };
  const left = recordings.filter(({ form }) => forms.includes(form));
  const present = new Set(left.map(({ form }) => form));
  return {
    recordings: left.length > 0 ? left : recordings,
    lacking: forms.filter((form) => !present.has(form)),
  };
}

/** In points of the scale of 1 to 5: the affect model's own error is about as large. Not fitted. */
const NEAR = 0.5;

/** How far a recording sounds from what is asked, in points of the scale of 1 to 5, the dimensions together; 0 without targets. */
export function targetDistance(
  recording: Partial<Pick<Recording, 'energy' | 'polarity' | 'surprisal'>>,
  controls: ClipControls,
): number {
  let squares = 0;
  for (const dimension of AFFECT) {
    const [wanted, rated] = [controls[dimension], recording[dimension]];
    if (wanted !== undefined && rated !== undefined) squares += (rated - wanted) ** 2;
  }
  return Math.sqrt(squares);
}

/** Whether a distance from the targets is too small to matter. */
export const isNear = (distance: number): boolean => distance <= NEAR;

/** Which allowed forms a bank lacks, as a sentence; null where it has them all. */
export function lackingWords({ forms = [] }: ClipControls, lacking: readonly string[]): string | null {
  if (lacking.length === 0) return null;
  const named = new Intl.ListFormat('en', { type: 'disjunction' }).format(lacking.map((form) => `“${form}”`));
  return lacking.length === forms.length
    ? `The bank has no recording of ${named}, so all of its forms may be said.`
    : `The bank has no recording of ${named}.`;
}
