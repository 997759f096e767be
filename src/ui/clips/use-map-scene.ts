import { useMemo } from 'react';
import { principalComponents, project } from '../../app/clips/pca';
import type { Pca } from '../../app/clips/pca';
import type { Layouts } from '../../app/clips/axes';
import type { Clip, SentenceState } from '../../app/clips/state';
import { useClips, useShownClips } from './clips-context';
import { litOf } from './lit';
import type { MapScene } from './map/engine';
import { placeClips } from './map/points';
import { signsOf } from './map/signs';
import type { Sign } from './map/signs';
import type { Point } from './map/view';

/** The bank's forms in order, `other` last. */
function formsOf(clips: readonly Clip[]): readonly string[] {
  const forms = [...new Set(clips.map(({ form }) => form))].toSorted();
  return [...forms.filter((form) => form !== 'other'), ...forms.filter((form) => form === 'other')];
}

/** The recordings and the signs of their forms. */
export function useSigns(): { readonly clips: readonly Clip[]; readonly signs: ReadonlyMap<string, Sign> } {
  const clips = useShownClips();
  const signs = useMemo(() => signsOf(formsOf(clips)), [clips]);
  return { clips, signs };
}

/** Everything the map shows, made anew only where something it depends on has changed. */
export function useMapScene(): MapScene {
  const { clips, signs } = useSigns();
  const x = useClips((state) => state.x);
  const y = useClips((state) => state.y);
  const umap = useClips((state) => state.umap);
  const hidden = useClips((state) => state.hidden);
  const selected = useClips((state) => state.selected);
  const region = useClips((state) => state.region);
  const sentence = useClips((state) => state.sentence);

  const pcaWanted = x.startsWith('pca') || y.startsWith('pca');
  const pca = useMemo(() => (pcaWanted ? pcaOf(clips) : null), [clips, pcaWanted]);
  const umapXy = umap.kind === 'ready' ? umap.xy : null;
  const layouts = useMemo<Layouts>(() => ({ pca: pca?.xyz ?? null, umap: umapXy }), [pca, umapXy]);
  const points = useMemo(() => placeClips(clips, [x, y], layouts, hidden), [clips, x, y, layouts, hidden]);
  const forms = useMemo(() => points.rows.map((row) => clips[row]?.form ?? ''), [points, clips]);
  const byFile = useMemo(
    () => new Map(points.rows.map((row, at) => [clips[row]?.file, at])),
    [points, clips],
  );
  const chosen = useMemo(
    () =>
      sentence.kind === 'ready'
        ? litOf(sentence.ranking, clips).flatMap(({ file }) => byFile.get(file) ?? [])
        : [],
    [sentence, byFile, clips],
  );
  const lit = useMemo(() => {
    if (region) return new Set(region.flatMap((file) => byFile.get(file) ?? []));
    return sentence.kind === 'ready' ? new Set(chosen) : null;
  }, [region, sentence.kind, chosen, byFile]);
  const place = useMemo(
    () =>
      sentencePlace(
        sentence,
        points.xy,
        chosen,
        pca && x.startsWith('pca') && y.startsWith('pca') ? { pca: pca.pca, axes: [x, y] } : null,
      ),
    [sentence, points, chosen, pca, x, y],
  );
  return {
    points,
    forms,
    signs,
    selected: selected === null ? -1 : (byFile.get(selected) ?? -1),
    chosen,
    lit,
    sentence: place,
  };
}

/** Three components for every recording; NaN where one has no vector. */
function pcaOf(clips: readonly Clip[]): { readonly pca: Pca; readonly xyz: Float32Array } | null {
  const vectors = clips.flatMap(({ vector }) => (vector ? [vector] : []));
  const pca = principalComponents(vectors, 3);
  if (!pca) return null;
  const xyz = new Float32Array(3 * clips.length).fill(Number.NaN);
  clips.forEach(({ vector }, row) => {
    if (vector) xyz.set(project(pca, vector), 3 * row);
  });
  return { pca, xyz };
}

/**
 * Where a sentence lies: on components where its own vector is, elsewhere in the middle of the recordings that answer it best,
 * because ratings and UMAP are known of recordings only.
 */
function sentencePlace(
  sentence: SentenceState,
  xy: Float64Array,
  best: readonly number[],
  components: { readonly pca: Pca; readonly axes: readonly [string, string] } | null,
): Point | null {
  if (sentence.kind !== 'ready') return null;
  if (components) {
    const at = project(components.pca, sentence.vector);
    const [x, y] = components.axes.map((axis) => at[Number(axis.slice(3)) - 1] ?? 0);
    return { x: x ?? 0, y: y ?? 0 };
  }
  if (best.length === 0) return null;
  const mean = (offset: number): number =>
    best.reduce((sum, index) => sum + (xy[2 * index + offset] ?? 0), 0) / best.length;
  return { x: mean(0), y: mean(1) };
}
