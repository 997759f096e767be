import { useId } from 'react';
import { Label } from 'react-aria-components/Label';
import { Slider, SliderThumb, SliderTrack } from 'react-aria-components/Slider';
import type { Action } from '../../flow';
import { useActions, useAppState } from '../app-context';
import { classes } from '../classes';
import { ActionGlyph } from '../parts/glyph';
import { rateInterval, rateRange, rateWords, type DialName } from '../rate-words';
import styles from './dial.module.css';
import { DialScale } from './dial-scale';

const css = classes(styles);
const PERCENT: Intl.NumberFormatOptions = { style: 'percent' };

interface DialProps {
  readonly dial: DialName;
  readonly action: Exclude<Action, 'stay_silent'>;
  readonly name: string;
  /** Words at the two ends. */
  readonly from: string;
  readonly to: string;
  /** The mirror's estimate, or null. */
  readonly ghost: number | null;
}

/** One of the two dials. Double click or the button under it goes back to the default; arrow keys move by a hundredth. */
export function Dial({ dial, action, name, from, to, ghost }: DialProps) {
  const value = useAppState((state) => state.dials[dial]);
  const standard = useAppState((state) => state.defaults[dial]);
  const promised = useAppState((state) => state.promised?.[dial] ?? null);
  const actions = useActions();
  const says = useId();
  const reset = (): void => actions.setDials({ [dial]: standard });

  return (
    <div className={css('dial', action)} data-dial={dial}>
      <Slider
        value={value}
        onChange={(next) => actions.setDials({ [dial]: next })}
        minValue={0}
        maxValue={1}
        step={0.01}
        formatOptions={PERCENT}
      >
        <Label className={css('name')}>
          <ActionGlyph action={action} />
          {name}
        </Label>
        <div className={css('face')} onDoubleClick={reset}>
          <SliderTrack className={css('track')}>
            <DialScale action={action} value={value} />
            <span
              className={css('standard')}
              style={{ insetInlineStart: `${standard * 100}%` }}
              title="default"
            />
            {ghost !== null && (
              <span
                className={css('ghost')}
                style={{ insetInlineStart: `${ghost * 100}%` }}
                title="the mirror's estimate of you"
                data-ghost={dial}
              >
                you
              </span>
            )}
            <SliderThumb className={css('thumb')} aria-describedby={says} />
          </SliderTrack>
        </div>
      </Slider>
      <div id={says}>
        <div className={css('ends')}>
          <span>{from}</span>
          <span className={css('dots')}> … </span>
          <span>{to}</span>
        </div>
        <p className={css('promise')} {...(promised && value > 0 ? { title: rateInterval(promised) } : {})}>
          <span data-promise={dial}>{rateWords(dial, value, promised)}</span>
          {promised && value > 0 && <span className={css('interval')}> {rateRange(promised)}</span>}
        </p>
      </div>
      <button
        type="button"
        className={css('reset')}
        onClick={reset}
        aria-disabled={Math.abs(value - standard) < 0.005}
        aria-label={`${name}: back to the default`}
      >
        default
      </button>
    </div>
  );
}
