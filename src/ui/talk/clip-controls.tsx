import { useEffect, useId } from 'react';
import { Label } from 'react-aria-components/Label';
import { Slider, SliderThumb, SliderTrack } from 'react-aria-components/Slider';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import type { Sayable } from '../../app/state';
import type { Affect } from '../../flow';
import { useActions, useAppState } from '../app-context';
import { classes } from '../classes';
import { Button } from '../parts/button';
import { More } from '../parts/disclosure';
import styles from './clip-controls.module.css';
import { controlsWords, leftWords } from './clip-words';
import { grouped } from './form-groups';

const css = classes(styles);
const MIDDLE = 3;

/** What a designer asks of the short answers: which forms, and how they shall sound. */
export function ClipControls() {
  const asked = useAppState((state) => controlsWords(state.clipControls));
  return (
    <More title={asked === '' ? 'Its short answers' : `Its short answers: ${asked}`}>
      <Inside />
    </More>
  );
}

function Inside() {
  const sayable = useAppState((state) => state.sayable);
  const free = useAppState((state) => controlsWords(state.clipControls) === '');
  const actions = useActions();
  useEffect(() => void actions.lookAtClips(), [actions]);
  return (
    <div className={css('controls')}>
      <p className={css('hint')}>
        Which ones it may say, and how they sound. A change counts from the next one on, also while you talk.
      </p>
      {sayable && <Forms sayable={sayable} />}
      <Target dimension="energy" name="Energy" from="calm" to="lively" />
      <Target dimension="polarity" name="Polarity" from="sorry" to="glad" />
      <Target dimension="surprisal" name="Surprisal" from="expected" to="surprised" />
      <Left sayable={sayable} />
      <div className={css('ways')}>
        <Button look="quiet" isDisabled={free} onPress={() => actions.setClipControls({})}>
          Reset: leave it all to your words
        </Button>
      </div>
    </div>
  );
}

function Forms({ sayable }: { sayable: Sayable }) {
  const controls = useAppState((state) => state.clipControls);
  const refusal = useAppState((state) => state.clipRefusal);
  const actions = useActions();
  const allow = (forms: readonly string[]): void => {
    const { forms: _, ...targets } = controls;
    // All of them is no limit, also for a bank that has more.
    const all = sayable.forms.every(({ form }) => forms.includes(form));
    actions.setClipControls(all ? targets : { ...targets, forms });
  };
  const on = sayable.forms.filter((form) => form.on).map(({ form }) => form);
  return (
    <div className={css('groups')}>
      {grouped(sayable.forms).map(({ name, items }) => (
        <div key={name} role="group" aria-label={`Forms: ${name}`}>
          <p className={css('group')}>
            <span>{name}</span>
            <Button
              look="link"
              aria-label={`Only these: ${name}`}
              onPress={() => allow(items.map(({ form }) => form))}
            >
              only these
            </Button>
          </p>
          <div className={css('chips')}>
            {items.map(({ form, count }) => (
              <ToggleButton
                key={form}
                className={css('chip')}
                isSelected={on.includes(form)}
                onChange={(selected) =>
                  allow(selected ? [...on, form] : on.filter((other) => other !== form))
                }
              >
                <span className={css('form')}>{form}</span> <span className={css('count')}>{count}</span>
              </ToggleButton>
            ))}
          </div>
        </div>
      ))}
      {refusal !== null && (
        <p role="alert" className={css('refusal')}>
          {refusal}
        </p>
      )}
    </div>
  );
}

interface TargetProps {
  readonly dimension: Affect;
  readonly name: string;
  /** Words at the two ends. */
  readonly from: string;
  readonly to: string;
}

/** How the short answers shall sound in one dimension; left to the person's words until it is moved. */
function Target({ dimension, name, from, to }: TargetProps) {
  const controls = useAppState((state) => state.clipControls);
  const actions = useActions();
  const says = useId();
  const { [dimension]: value, ...others } = controls;
  return (
    <div className={css('target', value === undefined && 'free')}>
      <Slider
        className={css('slider')}
        value={value ?? MIDDLE}
        minValue={1}
        maxValue={5}
        step={0.1}
        onChange={(next) => actions.setClipControls({ ...others, [dimension]: next })}
      >
        <Label className={css('name')}>{name}</Label>
        <span id={says} className={css('value')}>
          {value === undefined ? 'left to your words' : `${value.toFixed(1)} of 5`}
        </span>
        <SliderTrack className={css('track')}>
          <SliderThumb className={css('thumb')} aria-describedby={says} />
        </SliderTrack>
      </Slider>
      <div className={css('ends')}>
        <span>{from}</span>
        {value !== undefined && (
          <Button
            look="link"
            aria-label={`${name}: leave it to your words`}
            onPress={() => actions.setClipControls(others)}
          >
            leave it to your words
          </Button>
        )}
        <span>{to}</span>
      </div>
    </div>
  );
}

function Left({ sayable }: { sayable: Sayable | null }) {
  return (
    <>
      <p role="status">{sayable ? leftWords(sayable) : 'The recordings are listed…'}</p>
      {sayable?.lacking != null && <p className={css('lacking')}>{sayable.lacking}</p>}
      {sayable && (
        <More title="What may be said, by name">
          <ul className={css('names')}>
            {sayable.recordings.slice(0, LISTED).map((name, at) => (
              <li key={at}>{name}</li>
            ))}
            {sayable.recordings.length > LISTED && <li>and {sayable.recordings.length - LISTED} more</li>}
          </ul>
        </More>
      )}
    </>
  );
}
/** A bank may have thousands. */
const LISTED = 300;
