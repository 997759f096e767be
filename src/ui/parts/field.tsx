import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';
import type { TextFieldProps } from 'react-aria-components/TextField';
import { classes } from '../classes';
import styles from './field.module.css';

const css = classes(styles);

interface FieldProps extends Pick<TextFieldProps, 'type' | 'maxLength' | 'spellCheck'> {
  readonly label: string;
  /** Shown while nothing is written. */
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One line of text, with its label above it. */
export function Field({ label, hint = '', ...field }: FieldProps) {
  return (
    <TextField className={css('field')} autoComplete="off" {...field}>
      <Label>{label}</Label>
      <Input className={css('input')} placeholder={hint} />
    </TextField>
  );
}
