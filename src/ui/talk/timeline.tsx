import { useEffect, useMemo, useRef } from 'react';
import { useApp, useAppState } from '../app-context';
import { classes } from '../classes';
import { clock } from '../format';
import { MarkTable } from './mark-table';
import { More } from '../parts/disclosure';
import { useWidth } from '../use-width';
import { liveWindow, placeIn, ticks, wholeWindow, type TimeWindow } from './time-window';
import { labelOf, placeMarks, type PlacedMark } from './timeline-marks';
import styles from './timeline.module.css';
import { drawWaveform } from './waveform';

const css = classes(styles);

/** The person's sound in time with the listener's cues above it. The table under it says the same in words. */
export function Timeline() {
  const app = useApp();
  const container = useRef<HTMLDivElement>(null);
  const width = useWidth(container);
  const words = useAppState((state) => state.words);
  const window = useShownWindow();
  const marks = useMemo(() => placeMarks(words, window, width), [words, window, width]);

  useEffect(() => {
    if (!container.current) return undefined;
    const drawing = drawWaveform(container.current, app);
    return () => drawing.end();
  }, [app]);

  return (
    <section className={css('timeline')} aria-labelledby="timeline-heading">
      <h2 id="timeline-heading" className={css('heading')}>
        In time: the listener above, you below
      </h2>
      <div className={css('chart')} role="img" aria-label={summary(marks, window)}>
        <div className={css('lane')}>
          {marks.map((placed) => (
            <TimelineMark key={placed.mark.id} placed={placed} />
          ))}
        </div>
        <div className={css('wave')}>
          <div ref={container} className={css('canvas')} />
        </div>
        <div className={css('axis')}>
          {ticks(window).map((t) => {
            const place = placeIn(window, t);
            return (
              <span
                key={t}
                className={css('tick', place < 0.03 && 'first', place > 0.97 && 'last')}
                style={{ insetInlineStart: `${place * 100}%` }}
              >
                {clock(t)}
              </span>
            );
          })}
        </div>
        <p className={css('unit')}>time, min:s</p>
      </div>
      <More title="The timeline as a table">
        <MarkTable words={words} />
      </More>
    </section>
  );
}

/** The window as state; it changes only when it turns over or the session ends. */
function useShownWindow(): TimeWindow {
  const endedMs = useAppState((state) => (state.phase.kind === 'ended' ? state.phase.durationMs : null));
  const startMs = useAppState((state) => liveWindow(state.elapsedMs).startMs);
  return useMemo(
    () => (endedMs === null ? liveWindow(startMs + 45_000) : wholeWindow(endedMs)),
    [endedMs, startMs],
  );
}

function TimelineMark({ placed: { mark, x, width, labelled } }: { placed: PlacedMark }) {
  const heard = mark.status === 'playing' || mark.status === 'played';
  return (
    <span
      className={css('mark', mark.action, !heard && 'hollow', x > 0.9 && 'atEnd')}
      style={{ insetInlineStart: `${x * 100}%`, inlineSize: `${width * 100}%` }}
      data-timeline-mark={mark.id}
    >
      {labelled && <span className={css('label')}>{labelOf(mark)}</span>}
      <svg className={css('sign')} viewBox="0 0 12 12" aria-hidden="true">
        {mark.action === 'turn_claim' ? <path d="M6 1.2 11.2 10.6H.8Z" /> : <circle cx="6" cy="6" r="4.4" />}
      </svg>
      <span className={css('length')} />
    </span>
  );
}

function summary(marks: readonly PlacedMark[], window: TimeWindow): string {
  const count = (action: string): number => marks.filter(({ mark }) => mark.action === action).length;
  const span = `from ${clock(window.startMs)} to ${clock(window.endMs)}`;
  return `Your sound ${span}, with ${count('backchannel')} backchannels and ${count('turn_claim')} turns of the listener.`;
}
