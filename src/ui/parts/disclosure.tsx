import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Heading } from 'react-aria-components/Heading';
import { classes } from '../classes';
import styles from './disclosure.module.css';

const css = classes(styles);

/** One click deeper: a heading that opens what is under it. */
export function More({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Disclosure className={css('more')}>
      {({ isExpanded }) => (
        <>
          <Heading level={3} className={css('heading')}>
            <Button slot="trigger" className={css('trigger')}>
              <svg viewBox="0 0 10 10" aria-hidden="true" className={css('chevron', isExpanded && 'open')}>
                <path d="M3 1.5 7 5 3 8.5" />
              </svg>
              {title}
            </Button>
          </Heading>
          <DisclosurePanel>{isExpanded && <div className={css('inside')}>{children}</div>}</DisclosurePanel>
        </>
      )}
    </Disclosure>
  );
}
