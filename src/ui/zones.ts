import type { Fault, Phase } from '../app/state';

/** Where the page can show a fault. */
export type Zone = 'top' | 'hero' | 'captions' | 'controls' | 'end';

/** The zone nearest to where a fault happened among those on screen in this phase. Every fault has one: none is ever hidden. */
export function zoneOf(place: Fault['place'], phase: Phase['kind'], demo: boolean): Zone {
  if (place === 'page') return 'top';
  if (phase === 'idle' || phase === 'loading' || phase === 'asking') return 'hero';
  if (demo) return 'captions';
  switch (place) {
    case 'words':
    case 'decision':
    case 'reply':
      return 'captions';
    case 'start':
    case 'mic':
    case 'speaker':
    case 'save':
      return phase === 'ended' ? 'end' : 'controls';
  }
}
