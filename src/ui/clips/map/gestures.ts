import type { Scope } from '../../../shared/scope';
import type { MapEngine } from './engine';
import { ARROWS } from './points';
import type { Point } from './view';
import { ZOOM } from './view';

/** What gestures on the map ask for. */
export interface GestureEvents {
  /** A point under the resting pointer, under a press, or -1. */
  onPoint(index: number): void;
  /** A line that was drawn around points, in the map's units. */
  onLasso(line: readonly Point[]): void;
  onArrow(direction: Point): void;
  onReplay(): void;
  onClear(): void;
  /** Whether dragging draws a line instead of moving the map. */
  lassoing(): boolean;
}

const MOUSE_REACH_PX = 12;
const TOUCH_REACH_PX = 22;
/** The pointer rests: shorter than a decision, longer than passing by. */
const REST_MS = 110;
/** Less is a press, more a drag. */
const DRAG_PX = 5;
const KEY_PAN_PX = 60;

/** Listens to pointer, wheel and keys on the map. The scope ends it. */
export function listenToMap(scope: Scope, box: HTMLElement, engine: MapEngine, on: GestureEvents): void {
  const fingers = new Map<number, Point>();
  let dragged = 0;
  let line: Point[] | null = null;
  let rest: () => void = () => undefined;

  const placeOf = (event: MouseEvent): Point => {
    const { left, top } = box.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const at = placeOf(event);
    fingers.set(event.pointerId, at);
    box.setPointerCapture(event.pointerId);
    dragged = 0;
    if (fingers.size === 1 && (event.shiftKey || on.lassoing())) line = [at];
    else line = null;
  };
  const move = (event: PointerEvent): void => {
    const at = placeOf(event);
    const before = fingers.get(event.pointerId);
    if (!before) {
      if (event.pointerType === 'touch') return;
      rest();
      const index = engine.pointAt(at, MOUSE_REACH_PX);
      engine.hover(index);
      if (index >= 0) rest = scope.after(REST_MS, () => on.onPoint(index));
      return;
    }
    dragged += Math.hypot(at.x - before.x, at.y - before.y);
    if (line) {
      line.push(at);
      engine.lasso(line);
    } else if (fingers.size === 2) pinch(event.pointerId, before, at);
    else if (dragged > DRAG_PX) engine.pan(at.x - before.x, at.y - before.y);
    fingers.set(event.pointerId, at);
  };
  const pinch = (id: number, before: Point, at: Point): void => {
    const other = [...fingers].find(([finger]) => finger !== id)?.[1];
    if (!other) return;
    const apart = (one: Point): number => Math.hypot(one.x - other.x, one.y - other.y);
    engine.zoom(apart(at) / Math.max(1, apart(before)), { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 });
    engine.pan((at.x - before.x) / 2, (at.y - before.y) / 2);
  };
  const up = (event: PointerEvent): void => {
    if (!fingers.delete(event.pointerId)) return;
    const drawn = line;
    line = null;
    if (drawn && dragged > DRAG_PX) return on.onLasso(engine.lasso(drawn));
    if (dragged > DRAG_PX || event.type === 'pointercancel') return;
    const touch = event.pointerType === 'touch';
    on.onPoint(engine.pointAt(placeOf(event), touch ? TOUCH_REACH_PX : MOUSE_REACH_PX));
  };
  const leave = (): void => {
    rest();
    engine.hover(-1);
  };
  const wheel = (event: WheelEvent): void => {
    // Over a map that nobody asked for, the wheel moves the page; a pinch comes with ctrlKey.
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== box) return;
    event.preventDefault();
    engine.zoom(Math.exp(-event.deltaY / (event.ctrlKey ? 120 : 400)), placeOf(event));
  };
  const key = (event: KeyboardEvent): void => {
    if (event.target !== box || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const run = arrow
      ? () => (event.shiftKey ? engine.pan(-arrow.x * KEY_PAN_PX, -arrow.y * KEY_PAN_PX) : on.onArrow(arrow))
      : {
          '+': () => engine.zoom(ZOOM.step),
          '=': () => engine.zoom(ZOOM.step),
          '-': () => engine.zoom(1 / ZOOM.step),
          '0': () => engine.reset(),
          Enter: () => on.onReplay(),
          ' ': () => on.onReplay(),
          Escape: () => on.onClear(),
        }[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  };
  scope.listen(box, 'pointerdown', down);
  scope.listen(box, 'pointermove', move);
  scope.listen(box, 'pointerup', up);
  scope.listen(box, 'pointercancel', up);
  scope.listen(box, 'pointerleave', leave);
  scope.listen(box, 'wheel', wheel, { passive: false });
  scope.listen(box, 'keydown', key);
}
