import { useMemo } from 'react';
import { summarise } from '../../app/clips/region';
import type { Mean } from '../../app/clips/region';
import { classes } from '../classes';
import { Button } from '../parts/button';
import { useClips, useClipsActions } from './clips-context';
import { FORM_CHOICES } from './form-choices';
import { Pick } from './pick';
import styles from './region.module.css';
import { FormSign } from './sign';
import { useSigns } from './use-map-scene';

const css = classes(styles);

/** What lies inside the lasso: its forms, and means of what was measured. */
export function Region() {
  const { clips, signs } = useSigns();
  const region = useClips((state) => state.region);
  const own = useClips((state) => state.shown?.own ?? false);
  const actions = useClipsActions();
  const summary = useMemo(() => {
    if (!region) return null;
    const inside = new Set(region);
    return summarise(clips.filter(({ file }) => inside.has(file)));
  }, [region, clips]);
  if (!region || !summary) return null;
  const means: readonly (readonly [string, Mean | null, number, string])[] = [
    ['Voiced', summary.voicedMs, 0, 'ms'],
    ['Pitch range', summary.pitchRangeSt, 1, 'semitones'],
    ['Pitch', summary.pitchHz, 0, 'Hz'],
    ['Energy', summary.energy, 2, ''],
    ['Polarity', summary.polarity, 2, ''],
    ['Surprisal', summary.surprisal, 2, ''],
  ];
  return (
    <section className={css('region')} aria-label="Region">
      <div className={css('head')}>
        <h2 className={css('title')} role="status">
          {summary.count} {summary.count === 1 ? 'recording' : 'recordings'} in the region
        </h2>
        <Button look="quiet" onPress={() => actions.setRegion(null)}>
          Clear
        </Button>
      </div>
      <ul className={css('forms')} aria-label="Forms in the region">
        {summary.forms.map(({ form, count }) => (
          <li key={form}>
            <FormSign sign={signs.get(form)} />
            {form} <span className={css('quiet')}>{count}</span>
          </li>
        ))}
      </ul>
      <table className={css('means')}>
        <caption>Means over the region</caption>
        <tbody>
          {means.map(([name, mean, digits, unit]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{mean ? `${mean.mean.toFixed(digits)} ${unit}` : '–'}</td>
              <td className={css('quiet')}>{mean && mean.count < summary.count ? `of ${mean.count}` : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {own && (
        <Pick
          label="Give all of them the form"
          items={FORM_CHOICES}
          value={summary.forms[0]?.form ?? 'other'}
          onPick={(form) => void actions.setForm(region, form)}
        />
      )}
    </section>
  );
}
