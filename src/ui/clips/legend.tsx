import { useMemo } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { classes } from '../classes';
import { Button } from '../parts/button';
import { useClips, useClipsActions } from './clips-context';
import styles from './legend.module.css';
import { FormSign } from './sign';
import { useSigns } from './use-map-scene';

const css = classes(styles);

/** The forms with their signs; each can be taken off the map, or be left alone on it. */
export function Legend() {
  const { clips, signs } = useSigns();
  const hidden = useClips((state) => state.hidden);
  const actions = useClipsActions();
  const counts = useMemo(() => {
    const found = new Map<string, number>();
    for (const { form } of clips) found.set(form, (found.get(form) ?? 0) + 1);
    return found;
  }, [clips]);
  const forms = [...signs.keys()];
  const toggle = (form: string, shown: boolean): void => {
    const next = new Set(hidden);
    if (shown) next.delete(form);
    else next.add(form);
    actions.setHidden(next);
  };
  return (
    <div className={css('legend')} role="group" aria-label="Forms on the map">
      {forms.map((form) => (
        <ToggleButton
          key={form}
          className={css('form')}
          isSelected={!hidden.has(form)}
          onChange={(shown) => toggle(form, shown)}
          onDoubleClick={() => actions.setHidden(new Set(forms.filter((other) => other !== form)))}
        >
          <FormSign sign={signs.get(form)} />
          <span>{form}</span> <span className={css('count')}>{counts.get(form)}</span>
        </ToggleButton>
      ))}
      {hidden.size > 0 ? (
        <Button look="link" onPress={() => actions.setHidden(new Set())}>
          Show all
        </Button>
      ) : (
        <Button look="link" onPress={() => actions.setHidden(new Set(forms))}>
          Hide all
        </Button>
      )}
    </div>
  );
}
