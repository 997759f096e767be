import type { MirrorState } from '../app/state';

/** Upper ends of the bands that the words stand for; the dials' defaults fall into the middle ones. */
const NODS: readonly (readonly [below: number, words: string])[] = [
  [0.2, 'listen quietly'],
  [0.45, 'nod now and then'],
  [0.7, 'nod along'],
  [Number.POSITIVE_INFINITY, 'nod a lot'],
];
const TURNS: readonly (readonly [below: number, words: string])[] = [
  [0.1, 'wait for your turn'],
  [0.35, 'mostly wait for your turn'],
  [0.65, 'take the turn readily'],
  [Number.POSITIVE_INFINITY, 'jump in'],
];

const band = (bands: typeof NODS, value: number): string => bands.find(([below]) => value < below)?.[1] ?? '';

/** The mirror's estimate of the person's own style, in a sentence or two. */
export function mirrorWords({ estimate, weight }: MirrorState): string {
  if (weight < 0.05) return 'Nothing to go by yet: it stays at the default.';
  const sure = weight < 0.3 ? 'A first guess: ' : weight < 0.7 ? 'It seems: ' : '';
  const sentence = `${sure}you ${band(NODS, estimate.bc)} and ${band(TURNS, estimate.tc)}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
