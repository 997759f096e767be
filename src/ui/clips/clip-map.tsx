import { useCallback, useEffect, useRef, useState } from 'react';
import { AXES } from '../../app/clips/axes';
import { createScope } from '../../shared/scope';
import { classes } from '../classes';
import { Button } from '../parts/button';
import { Hidden } from '../parts/hidden';
import { useClips, useClipsActions, useClipsApp } from './clips-context';
import styles from './clip-map.module.css';
import { createMapEngine } from './map/engine';
import type { MapEngine } from './map/engine';
import { listenToMap } from './map/gestures';
import { inside, nextPoint } from './map/points';
import type { Point } from './map/view';
import { ZOOM } from './map/view';
import { useMapScene } from './use-map-scene';

const css = classes(styles);

/** The map of recordings. Hover, press or walk with the arrow keys to hear them; draw a line around some to sum them up. */
export function ClipMap() {
  const scene = useMapScene();
  const { store } = useClipsApp();
  const actions = useClipsActions();
  const [lassoing, setLassoing] = useState(false);
  const x = useClips((state) => AXES[state.x]);
  const y = useClips((state) => AXES[state.y]);
  const region = useClips((state) => state.region);
  const box = useRef<HTMLDivElement>(null);
  const axes = useRef<HTMLCanvasElement>(null);
  const points = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const engine = useRef<MapEngine>(null);
  // What the listeners read: they are put up once.
  const now = useRef({ scene, lassoing });
  useEffect(() => {
    now.current = { scene, lassoing };
  });

  const fileAt = useCallback(
    (index: number): string | null => {
      const row = now.current.scene.points.rows[index];
      return row === undefined ? null : (store.getState().shown?.clips[row]?.file ?? null);
    },
    [store],
  );
  const walk = useCallback(
    (direction: Point) => {
      const { current } = engine;
      if (!current) return;
      const { selected, points: placed } = now.current.scene;
      const places = placed.rows.map((_, index) => current.placeOf(index));
      const middle = { x: current.size.width / 2, y: current.size.height / 2 };
      const from = places[selected];
      const next = from
        ? nextPoint(places, from, direction)
        : current.pointAt(middle, Math.max(middle.x, middle.y));
      const file = fileAt(next);
      if (file === null) return;
      current.reveal(next);
      actions.select(file);
    },
    [actions, fileAt],
  );

  useEffect(() => {
    if (!box.current || !axes.current || !points.current || !overlay.current) return undefined;
    const scope = createScope();
    const made = createMapEngine(scope, {
      box: box.current,
      axes: axes.current,
      points: points.current,
      overlay: overlay.current,
    });
    engine.current = made;
    listenToMap(scope, box.current, made, {
      onPoint(index) {
        const file = fileAt(index);
        if (file !== null) actions.select(file);
      },
      onLasso(line) {
        const { points: placed } = now.current.scene;
        const files = placed.rows.flatMap((_, index) =>
          inside(line, { x: placed.xy[2 * index] ?? 0, y: placed.xy[2 * index + 1] ?? 0 })
            ? (fileAt(index) ?? [])
            : [],
        );
        actions.setRegion(files.length > 0 ? files : null);
        if (files.length === 0) made.lasso([]);
        setLassoing(false);
      },
      onArrow: walk,
      onReplay() {
        const { selected } = store.getState();
        if (selected !== null) actions.select(selected);
      },
      onClear() {
        made.lasso([]);
        actions.setRegion(null);
        setLassoing(false);
      },
      lassoing: () => now.current.lassoing,
    });
    return () => {
      engine.current = null;
      scope.end();
    };
  }, [actions, fileAt, store, walk]);

  useEffect(() => engine.current?.show(scene), [scene]);
  useEffect(() => {
    if (!region) engine.current?.lasso([]);
  }, [region]);

  const count = scene.points.rows.length;
  return (
    <figure className={css('figure')}>
      <div className={css('frame')}>
        <p className={css('vertical')} aria-hidden="true">
          {y.low && `${y.low} `}← {y.name} ({y.unit}) → {y.high}
        </p>
        <div
          ref={box}
          className={css('map', lassoing && 'drawing')}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- The map is walked with the arrow keys.
          tabIndex={0}
          role="application"
          aria-roledescription="map"
          aria-label={`Map of ${count} recordings: ${x.name} across, ${y.name} up`}
          aria-describedby="map-keys"
          data-points={count}
        >
          <canvas ref={axes} aria-hidden="true" />
          <canvas ref={points} aria-hidden="true" />
          <canvas ref={overlay} aria-hidden="true" />
        </div>
        <div className={css('tools')} role="toolbar" aria-label="Map">
          <Button look="quiet" aria-label="Zoom in" onPress={() => engine.current?.zoom(ZOOM.step)}>
            +
          </Button>
          <Button look="quiet" aria-label="Zoom out" onPress={() => engine.current?.zoom(1 / ZOOM.step)}>
            −
          </Button>
          <Button look="quiet" onPress={() => engine.current?.reset()}>
            Whole map
          </Button>
          <Button
            look={lassoing ? 'primary' : 'quiet'}
            aria-pressed={lassoing}
            onPress={() => setLassoing(!lassoing)}
          >
            Lasso
          </Button>
        </div>
      </div>
      <p className={css('horizontal')} aria-hidden="true">
        {x.low && `${x.low} `}← {x.name} ({x.unit}) → {x.high}
      </p>
      <Hidden>
        <span id="map-keys">
          Arrow keys go from recording to recording and play it; Enter plays it again; plus and minus zoom;
          shift and an arrow key move the map; zero shows all of it. The table below has every recording.
        </span>
      </Hidden>
      {scene.points.placeless > 0 && (
        <p className={css('placeless')}>
          {scene.points.placeless} {scene.points.placeless === 1 ? 'recording has' : 'recordings have'} no
          place here, because {x.name.toLowerCase()} or {y.name.toLowerCase()} is not known of{' '}
          {scene.points.placeless === 1 ? 'it' : 'them'}.
        </p>
      )}
    </figure>
  );
}
