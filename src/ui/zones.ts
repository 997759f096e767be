import type { Fault, Phase } from '../app/state';

/** Where the page can show a fault. */
export type Zone = 'top' | 'hero' | 'captions' | 'controls' | 'end';

/** Whether a fault belongs to the words on screen or to what makes and takes sound. */
const AT_CAPTIONS: ReadonlySet<Fault['place']> = new Set(['words', 'decision', 'reply']);

/** The zone nearest to where a fault happened among those on screen in this phase. Every fault has one: none is ever hidden. */
export function zoneOf(place: Fault['place'], phase: Phase['kind'], demo: boolean): Zone {
  if (place === 'page') return 'top';
  if (phase === 'idle' || phase === 'loading' || phase === 'asking') return 'hero';
  if (demo || AT_CAPTIONS.has(place)) return 'captions';
  return phase === 'ended' ? 'end' : 'controls';
}
