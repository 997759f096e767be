import { useEffect, useRef } from 'react';
import { takeFile } from '../../../app/banks/recorder';
import type { Mood } from '../../../app/clips/forms';
import type { RecorderState } from '../../../app/clips/state';
import { createScope } from '../../../shared/scope';
import { classes } from '../../classes';
import { Button } from '../../parts/button';
import { MicPicker } from '../../parts/mic-picker';
import { useClipsActions, useClipsApp } from '../clips-context';
import styles from './recorder.module.css';

const css = classes(styles);
const MOOD_SAID: Readonly<Record<Mood, string>> = {
  plain: 'plainly',
  lively: 'lively, glad for them',
  soft: 'softly, sorry for them',
};

/** The guided recorder: a line to answer, the word to say, and how it went. */
export function Recorder({ state }: { state: RecorderState }) {
  const actions = useClipsActions().recorder;
  const { prompts, at, done, phase } = state;
  const prompt = prompts[at];
  const count = prompts.filter((one) => done.has(takeFile(one))).length;
  return (
    <section className={css('recorder')} aria-label="Recorder" data-recorder={phase}>
      <div className={css('progress')}>
        <progress value={count} max={prompts.length} aria-label="Takes kept" />
        <span>
          {count} of {prompts.length} kept
        </span>
      </div>
      {phase === 'finished' || !prompt ? (
        <Finished count={count} />
      ) : (
        <>
          <div className={css('card')} aria-live="polite">
            <p className={css('hint')}>Somebody says:</p>
            <p className={css('line')}>“{prompt.line}”</p>
            <p className={css('hint')}>You answer, {MOOD_SAID[prompt.mood]}:</p>
            <p className={css('form')}>{prompt.form}</p>
          </div>
          <Meter speaking={state.speaking} on={phase === 'listening'} />
          <p className={css('verdict', state.verdict !== null && 'again')} role="status">
            {state.verdict ?? lastWords(state)}
          </p>
          <div className={css('ways')}>
            {phase === 'listening' || phase === 'opening' ? (
              <Button look="primary" large onPress={() => actions.pause()}>
                Pause
              </Button>
            ) : (
              <Button look="primary" large onPress={() => void actions.listen()}>
                {count === 0 ? 'Start' : 'Go on'}
              </Button>
            )}
            <Button isDisabled={at === 0} onPress={() => actions.go(at - 1)}>
              Say the one before again
            </Button>
            <Button onPress={() => actions.go((at + 1) % prompts.length)}>Skip</Button>
            {state.last && (
              <Button look="quiet" onPress={() => actions.playLast()}>
                Hear the last take
              </Button>
            )}
            {phase === 'paused' && <MicPicker />}
          </div>
        </>
      )}
      <Button look="quiet" onPress={() => actions.close()}>
        {phase === 'finished' ? 'To the map' : 'Stop here; go on another time'}
      </Button>
    </section>
  );
}

function Finished({ count }: { count: number }) {
  return (
    <div className={css('card')}>
      <p className={css('line')}>That is all of it.</p>
      <p>
        {count} recordings are kept in this browser. On the map you can hear each, correct its form, let the
        bank speak in Talk, and export it.
      </p>
    </div>
  );
}

function lastWords({ phase, last, speaking }: RecorderState): string {
  if (phase === 'opening') return 'The browser asks for the microphone.';
  if (phase === 'paused') return last ? 'Paused.' : 'Sit where it is quiet. Nothing leaves your machine.';
  if (speaking) return 'Listening to you…';
  return last
    ? `Kept, ${(last.durationMs / 1000).toFixed(1)} s. The next one:`
    : 'Listening: say it when you are ready.';
}

/** Nothing is heard below, and everything is too loud above. */
const [LOW_DBFS, HIGH_DBFS] = [-70, 0];
const REDRAW_MS = 50;

/** How loud it is, drawn outside of React. */
function Meter({ speaking, on }: { speaking: boolean; on: boolean }) {
  const { signals } = useClipsApp();
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const scope = createScope();
    const draw = (): void => {
      const share = on ? (signals.levelDbfs() - LOW_DBFS) / (HIGH_DBFS - LOW_DBFS) : 0;
      bar.current?.style.setProperty('--level', Math.max(0, Math.min(1, share)).toFixed(3));
    };
    draw();
    if (on) scope.every(REDRAW_MS, draw);
    return () => scope.end();
  }, [signals, on]);
  return (
    <div className={css('meter', speaking && 'voice')} aria-hidden="true">
      <div ref={bar} className={css('level')} />
    </div>
  );
}
