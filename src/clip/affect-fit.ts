import { AFFECT } from '../flow';
import type { Affect, Recording } from '../flow';
import type { Mood } from './tone';

/** How the recordings shall sound, 1 to 5 as listeners rate them; what is absent goes by the partner's mood. */
export type AffectTarget = Partial<Readonly<Record<Affect, number>>>;

/**
 * What suits a mood, in standard deviations from the bank's own mean: a soft voice has soft recordings of its own. By ear, not
 * fitted; people rate sympathy as low in energy and not as positive.
 */
const BY_MOOD: Readonly<Record<Mood, Readonly<Record<Affect, number>>>> = {
  'good news': { energy: 0.8, polarity: 0.6, surprisal: 0.6 },
  'bad news': { energy: -1, polarity: -0.7, surprisal: -0.3 },
  question: { energy: 0, polarity: 0.3, surprisal: -0.5 },
  plain: { energy: -0.2, polarity: 0, surprisal: -0.4 },
};
/** So many standard deviations off a target still suit well. */
const WIDTH = 1.2;
/** A designer's target is meant more narrowly; on the scale of 1 to 5. */
const TARGET_WIDTH = 0.4;
/** After bad news nothing above this, in standard deviations, is said with energy, however well its form fits. */
const TOO_LIVELY = 0.6;

/** A recording as far as its ratings go. */
type Rated = Pick<Recording, Affect>;

/** How well each recording's sound fits, 0 to 1; 1 for what nobody has rated. */
export function affectFit(
  recordings: readonly Rated[],
  mood: Mood,
  target: AffectTarget,
): (recording: Rated) => number {
  const scales = AFFECT.map((dimension) => {
    const { mean, sd } = spreadOf(recordings, dimension);
    const wanted = target[dimension];
    return wanted === undefined
      ? { dimension, at: mean + BY_MOOD[mood][dimension] * sd, width: WIDTH * sd }
      : { dimension, at: wanted, width: TARGET_WIDTH };
  });
  const { mean, sd } = spreadOf(recordings, 'energy');
  const ceiling = mood === 'bad news' && target.energy === undefined ? mean + TOO_LIVELY * sd : Infinity;
  return (recording) => {
    if ((recording.energy ?? 0) > ceiling) return 0;
    let distance = 0;
    for (const { dimension, at, width } of scales) {
      const rated = recording[dimension];
      if (rated !== undefined && width > 0) distance += ((rated - at) / width) ** 2;
    }
    return Math.exp(-distance / 2);
  };
}

function spreadOf(recordings: readonly Rated[], dimension: Affect): { mean: number; sd: number } {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (const recording of recordings) {
    const rated = recording[dimension];
    if (rated === undefined) continue;
    count += 1;
    sum += rated;
    squares += rated ** 2;
  }
  const mean = count === 0 ? 0 : sum / count;
  return { mean, sd: count === 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean ** 2)) };
}
