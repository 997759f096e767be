import WaveSurfer from 'wavesurfer.js';
import type { App } from '../../app/state';
import { createScope, type Scope } from '../../shared/scope';
import { watchTheme } from '../theme';
import { liveWindow, wholeWindow, windowPeaks, type TimeWindow } from './time-window';

/** CSS pixels; fixed, because wavesurfer writes it into its style element, whose hash the policy names. */
export const WAVE_HEIGHT_PX = 64;
const BAR_PX = 2;
const GAP_PX = 1;
const REDRAW_MS = 100;
const CALM_REDRAW_MS = 1000;

/** The window that the timeline shows now. */
export function shownWindow(app: App): TimeWindow {
  const { phase, elapsedMs } = app.store.getState();
  return phase.kind === 'ended' ? wholeWindow(phase.durationMs) : liveWindow(elapsedMs);
}

/** Draws the person's sound into `container` until the returned scope ends: ten times a second at most, outside of React. */
export function drawWaveform(container: HTMLElement, app: App): Scope {
  const scope = createScope();
  const wave = scope.own(
    WaveSurfer.create({
      container,
      height: WAVE_HEIGHT_PX,
      barWidth: BAR_PX,
      barGap: GAP_PX,
      barRadius: 1,
      cursorWidth: 0,
      interact: false,
      hideScrollbar: true,
      ...colours(container),
    }),
    (surfer) => surfer.destroy(),
  );

  let drawn = '';
  const redraw = (always: boolean): void => {
    const { peaks, peakMs } = app.signals;
    const window = shownWindow(app);
    const state = `${peaks.length} ${window.startMs} ${window.endMs} ${container.clientWidth}`;
    if (!always && state === drawn) return;
    drawn = state;
    const bars = Math.max(1, Math.floor(container.clientWidth / (BAR_PX + GAP_PX)));
    const seconds = (window.endMs - window.startMs) / 1000;
    // A later redraw takes the place of one that is not finished; that is no fault.
    wave.load('', [[...windowPeaks(peaks, peakMs, window, bars)]], seconds).catch(() => undefined);
  };
  const recolour = (): void => {
    wave.setOptions(colours(container));
    redraw(true);
  };

  redraw(true);
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  scope.every(calm ? CALM_REDRAW_MS : REDRAW_MS, () => {
    if (!document.hidden) redraw(false);
  });
  scope.own(watchTheme(recolour), (unwatch) => unwatch());
  return scope;
}

/** The container's text colour, as the theme in force gives it: a canvas knows no custom properties. */
function colours(container: HTMLElement): { waveColor: string; progressColor: string } {
  const { color } = getComputedStyle(container);
  return { waveColor: color, progressColor: color };
}
