import { useEffect } from 'react';
import { AXES } from '../../app/clips/axes';
import type { Axis } from '../../app/clips/state';
import { useClips, useClipsApp } from './clips-context';

const isAxis = (text: string | null): text is Axis => text !== null && Object.hasOwn(AXES, text);

/** What the address says of the map: `#/clips?x=pca1&y=pca2&clip=mhm-soft-1.flac`. Sentences stay out of it. */
export function readLink(hash: string): {
  readonly axes: readonly [Axis, Axis] | null;
  readonly clip: string | null;
} {
  const query = new URLSearchParams(hash.split('?')[1] ?? '');
  const [x, y] = [query.get('x'), query.get('y')];
  return { axes: isAxis(x) && isAxis(y) ? [x, y] : null, clip: query.get('clip') };
}

/** Follows the address once the bank is there, and keeps the address up with the map. */
export function useDeepLink(): void {
  const { actions, store } = useClipsApp();
  const open = useClips((state) => state.phase === 'open');
  const x = useClips((state) => state.x);
  const y = useClips((state) => state.y);
  const selected = useClips((state) => state.selected);
  useEffect(() => {
    if (!open) return;
    const { axes, clip } = readLink(location.hash);
    if (axes) actions.setAxes(...axes);
    if (clip !== null && store.getState().shown?.clips.some(({ file }) => file === clip))
      actions.select(clip, false);
  }, [open, actions, store]);
  useEffect(() => {
    if (!open) return;
    const query = new URLSearchParams();
    if (x !== 'surprisal' || y !== 'polarity') {
      query.set('x', x);
      query.set('y', y);
    }
    if (selected !== null) query.set('clip', selected);
    const hash = query.size > 0 ? `#/clips?${query.toString()}` : '#/clips';
    if (location.hash !== hash) history.replaceState(null, '', hash);
  }, [open, x, y, selected]);
}
