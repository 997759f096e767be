import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button';
import { classes } from '../classes';
import styles from './button.module.css';

const css = classes(styles);

type Look = 'primary' | 'plain' | 'quiet' | 'link';

/** A button: one primary in sight at most, plain for what stands beside it, quiet for the rest, a link where it stands among text. */
export function Button({
  look = 'plain',
  large = false,
  ...props
}: Omit<ButtonProps, 'className'> & { look?: Look; large?: boolean }) {
  return <AriaButton {...props} className={css('button', look, large && 'large')} />;
}

/** The key that does the same, shown on the button. */
export function Key({ children }: { children: string }) {
  return (
    <kbd className={css('key')} aria-hidden="true">
      {children}
    </kbd>
  );
}
