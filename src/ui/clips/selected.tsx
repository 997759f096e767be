import { useState } from 'react';
import type { Clip } from '../../app/clips/state';
import { classes } from '../classes';
import { Button } from '../parts/button';
import { useClips, useClipsActions } from './clips-context';
import { FORM_CHOICES } from './form-choices';
import { Pick } from './pick';
import styles from './selected.module.css';
import { Spectrogram } from './spectrogram';

const css = classes(styles);

/** The selected recording: how it looks and what was measured of it. */
export function Selected() {
  const clip = useClips((state) => state.shown?.clips.find(({ file }) => file === state.selected) ?? null);
  const own = useClips((state) => state.shown?.own ?? false);
  const actions = useClipsActions();
  if (!clip)
    return (
      <section className={css('selected')} aria-label="Selected recording">
        <p className={css('quiet')}>
          Point at a recording to hear it, or click the map and walk with the arrow keys.
        </p>
      </section>
    );
  return (
    <section className={css('selected')} aria-label="Selected recording">
      <div className={css('head')}>
        <h2 className={css('name')}>
          {clip.label}
          {clip.delivery !== '' && <span className={css('quiet')}>, {clip.delivery}</span>}
        </h2>
        <Button onPress={() => actions.select(clip.file)}>Play</Button>
      </div>
      <Spectrogram file={clip.file} />
      <Numbers clip={clip} />
      <p className={css('file')}>{clip.file}</p>
      {own && (
        <div className={css('change')}>
          <Pick
            label="Its form"
            items={FORM_CHOICES}
            value={clip.form}
            onPick={(form) => void actions.setForm([clip.file], form)}
          />
          <Confirm
            key={clip.file}
            ask="Delete it"
            sure="Delete for good"
            onYes={() => void actions.removeClips([clip.file])}
          />
        </div>
      )}
    </section>
  );
}

function Numbers({ clip }: { clip: Clip }) {
  const numbers: readonly (readonly [string, string])[] = [
    ['Energy', rating(clip.energy)],
    ['Polarity', rating(clip.polarity)],
    ['Surprisal', rating(clip.surprisal)],
    ['Voiced', clip.voicedMs === undefined ? '–' : `${Math.round(clip.voicedMs)} ms`],
    ['Pitch', measure(clip.pitchHz, 0, 'Hz')],
    ['Pitch range', measure(clip.pitchRangeSt, 1, 'st')],
    ['Duration', `${Math.round(clip.durationMs)} ms`],
    ['Level', `${Math.round(clip.rmsDbfs)} dB`],
  ];
  return (
    <dl className={css('numbers')}>
      {numbers.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const rating = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(1));
const measure = (value: number | null | undefined, digits: number, unit: string): string =>
  typeof value === 'number' ? `${value.toFixed(digits)} ${unit}` : '–';

/** A button that asks once more. */
export function Confirm({ ask, sure, onYes }: { ask: string; sure: string; onYes: () => void }) {
  const [asked, setAsked] = useState(false);
  return asked ? (
    <span className={css('confirm')}>
      <Button look="primary" onPress={onYes}>
        {sure}
      </Button>
      <Button look="quiet" onPress={() => setAsked(false)}>
        Keep
      </Button>
    </span>
  ) : (
    <Button look="quiet" onPress={() => setAsked(true)}>
      {ask}
    </Button>
  );
}
