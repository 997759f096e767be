import { AXES, AXIS_ORDER } from '../../app/clips/axes';
import type { Axis } from '../../app/clips/state';
import { classes } from '../classes';
import { percent } from '../format';
import { Button } from '../parts/button';
import { useClips, useClipsActions } from './clips-context';
import styles from './axes-picker.module.css';
import { Pick } from './pick';

const css = classes(styles);
const PAIRS: readonly (readonly [string, Axis, Axis])[] = [
  ['Ratings', 'surprisal', 'polarity'],
  ['PCA', 'pca1', 'pca2'],
  ['UMAP', 'umap1', 'umap2'],
];
const CHOICES = AXIS_ORDER.map((id) => ({ id, label: AXES[id].name }));

/** Which two dimensions the map spans. */
export function AxesPicker() {
  const x = useClips((state) => state.x);
  const y = useClips((state) => state.y);
  const umap = useClips((state) => state.umap);
  const actions = useClipsActions();
  return (
    <div className={css('axes')} role="group" aria-label="Dimensions">
      <div className={css('pairs')}>
        {PAIRS.map(([name, across, up]) => (
          <Button
            key={name}
            look={x === across && y === up ? 'primary' : 'plain'}
            aria-pressed={x === across && y === up}
            onPress={() => actions.setAxes(across, up)}
          >
            {name}
          </Button>
        ))}
      </div>
      <Pick label="Across" items={CHOICES} value={x} onPick={(id) => actions.setAxes(id as Axis, y)} />
      <Pick label="Up" items={CHOICES} value={y} onPick={(id) => actions.setAxes(x, id as Axis)} />
      {umap.kind === 'working' && (
        <p className={css('working')} role="status">
          Neighbours are found and laid out: {percent(umap.share)}
        </p>
      )}
    </div>
  );
}
