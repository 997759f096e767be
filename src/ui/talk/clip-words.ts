import type { Sayable } from '../../app/state';
import { AFFECT } from '../../flow';
import type { ClipControls } from '../../flow';

/** What is asked of the short answers, in a few words; empty where nothing is. */
export function controlsWords(controls: ClipControls): string {
  const { forms = [] } = controls;
  const said = forms.length > 3 ? `${forms.length} forms` : forms.join(', ');
  const targets = AFFECT.flatMap((dimension) => {
    const value = controls[dimension];
    return value === undefined ? [] : [`${dimension} ${value.toFixed(1)}`];
  });
  return [said, ...targets].filter(Boolean).join(', ');
}

const NAMED = 5;

/** How much of the bank is left, in plain words. */
export function leftWords({ recordings, total, near }: Sayable): string {
  const left =
    recordings.length === total
      ? `All ${total} recordings may be said.`
      : `${recordings.length} of ${total} recordings may be said.`;
  if (near === null) return left;
  const nearest = [...new Set(recordings)].slice(0, NAMED).join('; ');
  return near === 0
    ? `${left} None of them sounds quite like that, so the nearest are preferred: ${nearest}.`
    : `${left} ${near} of them ${near === 1 ? 'sounds' : 'sound'} much like that, most of all: ${nearest}.`;
}
