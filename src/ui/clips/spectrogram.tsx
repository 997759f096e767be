import { useEffect, useRef, useState } from 'react';
import WaveSurfer from 'wavesurfer.js';
import SpectrogramPlugin from 'wavesurfer.js/plugins/spectrogram';
import { PITCH_STEP_MS, trackPitch } from '../../app/clips/pitch';
import type { PitchTrack } from '../../app/clips/pitch';
import { createScope } from '../../shared/scope';
import { samplesToMs } from '../../shared/units';
import { encodeWav } from '../../shared/wav';
import { classes } from '../classes';
import { WAVE_HEIGHT_PX } from '../talk/waveform';
import { useTheme } from '../theme';
import { useClipsApp } from './clips-context';
import styles from './spectrogram.module.css';

const css = classes(styles);
const SPECTROGRAM_PX = 112;
/** Above this there is little to see of a short word. */
const HIGHEST_HZ = 5000;
/** The span of voices; the curve's own scale is logarithmic, as hearing is. */
const [LOW_HZ, HIGH_HZ] = [60, 600];
const CURVE = { width: 300, height: 60 } as const;

/** A recording's wave, spectrogram and pitch, one under the other on the same time. */
export function Spectrogram({ file }: { file: string }) {
  const theme = useTheme();
  // A canvas keeps the colours that it was drawn with.
  return <Drawing key={`${file} ${theme}`} file={file} />;
}

function Drawing({ file }: { file: string }) {
  const { signals } = useClipsApp();
  const container = useRef<HTMLDivElement>(null);
  const [pitch, setPitch] = useState<{ readonly track: PitchTrack; readonly durationMs: number } | null>(
    null,
  );

  useEffect(() => {
    const { current } = container;
    if (!current) return undefined;
    const scope = createScope();
    signals.sound(file).then(
      (sound) => {
        if (scope.ended) return;
        setPitch({ track: trackPitch(sound), durationMs: samplesToMs(sound.samples.length, sound.rateHz) });
        const { color } = getComputedStyle(current);
        const wave = scope.own(
          WaveSurfer.create({
            container: current,
            height: WAVE_HEIGHT_PX,
            cursorWidth: 0,
            interact: false,
            hideScrollbar: true,
            sampleRate: 2 * HIGHEST_HZ,
            waveColor: color,
            progressColor: color,
            plugins: [
              SpectrogramPlugin.create({
                height: SPECTROGRAM_PX,
                fftSamples: 256,
                frequencyMax: HIGHEST_HZ,
                scale: 'mel',
                gainDB: 25,
                rangeDB: 65,
                colorMap: inkMap(color),
                useWebWorker: false,
              }),
            ],
          }),
          (surfer) => surfer.destroy(),
        );
        // A newer recording takes the place of one that is not drawn yet; that is no fault.
        wave
          .loadBlob(new Blob([encodeWav([sound.samples], sound.rateHz)], { type: 'audio/wav' }))
          .catch(() => undefined);
      },
      // Playing it says what is wrong with it.
      () => undefined,
    );
    return () => scope.end();
  }, [file, signals]);

  return (
    <div className={css('spectrogram')}>
      <div ref={container} className={css('wave')} aria-hidden="true" data-spectrogram={file} />
      {pitch && <PitchCurve {...pitch} />}
    </div>
  );
}

function PitchCurve({ track, durationMs }: { track: PitchTrack; durationMs: number }) {
  const y = (hz: number): number => CURVE.height * (1 - Math.log(hz / LOW_HZ) / Math.log(HIGH_HZ / LOW_HZ));
  const x = (frame: number): number => (CURVE.width * frame * PITCH_STEP_MS) / Math.max(1, durationMs);
  const path = track.hz
    .map((hz, frame) =>
      hz === null
        ? ''
        : `${track.hz[frame - 1] == null ? 'M' : 'L'}${x(frame).toFixed(1)} ${y(Math.min(HIGH_HZ, Math.max(LOW_HZ, hz))).toFixed(1)}`,
    )
    .join('');
  const words =
    track.meanHz === null || track.rangeSt === null
      ? 'Nothing in it is voiced.'
      : `Pitch about ${Math.round(track.meanHz)} Hz, over ${track.rangeSt.toFixed(1)} semitones, voiced for ${track.voicedMs} ms.`;
  return (
    <figure className={css('pitch')}>
      <svg
        viewBox={`0 0 ${CURVE.width} ${CURVE.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words}
      >
        {[100, 200, 400].map((hz) => (
          <line key={hz} x1="0" x2={CURVE.width} y1={y(hz)} y2={y(hz)} className={css('rule')} />
        ))}
        <path d={path} className={css('curve')} data-pitch="" />
      </svg>
      <div className={css('scale')} aria-hidden="true">
        {[400, 200, 100].map((hz) => (
          <span key={hz} style={{ top: `${(100 * y(hz)) / CURVE.height}%` }}>
            {hz} Hz
          </span>
        ))}
      </div>
      <figcaption className={css('words')} aria-hidden="true">
        {words}
      </figcaption>
    </figure>
  );
}

/** From nothing to the text's own colour, in the 256 steps that the plugin wants. */
function inkMap(color: string): number[][] {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => Number(part) / 255);
  return Array.from({ length: 256 }, (_, step) => [red, green, blue, (step / 255) ** 1.6]);
}
