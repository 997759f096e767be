import { Radio } from 'react-aria-components/RadioGroup';
import { classes } from '../classes';
import form from '../parts/form.module.css';
import styles from './settings.module.css';

const css = classes({ ...form, ...styles });

/** One choice of a radio group, with what has to be known of it. */
export function Choice(props: { value: string; name: string; hint?: string; disabled?: boolean }) {
  const { value, name, hint, disabled = false } = props;
  return (
    <Radio value={value} className={css('choice')} isDisabled={disabled}>
      <span className={css('radio')} aria-hidden="true" />
      <span>
        {name}
        {hint !== undefined && <span className={css('hint')}>{hint}</span>}
      </span>
    </Radio>
  );
}
