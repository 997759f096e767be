import type { Phase } from '../../app/state';
import { useActions, useAppState } from '../app-context';
import { classes } from '../classes';
import { megabytes } from '../format';
import { Button } from '../parts/button';
import { Faults } from '../parts/faults';
import { downloadWords, privacyWords } from '../privacy';
import { Example } from './example';
import styles from './hero.module.css';
import { Loading } from './loading';
import { OpenFile } from './open-file';

const css = classes(styles);

/** The first minute: one sentence, one button, and what it takes. */
export function Hero({ phase }: { phase: Phase & { kind: 'idle' | 'loading' | 'asking' } }) {
  const failed = useAppState((state) => state.faults.length > 0);
  return (
    <div className={css('hero')}>
      <h1 className={css('sentence')}>You talk. It listens, and says “mhm” where a good listener would.</h1>
      {phase.kind === 'idle' && <Ways />}
      {phase.kind === 'loading' && <Loading phase={phase} />}
      {phase.kind === 'asking' && <Asking />}
      <Faults zone="hero" />
      {phase.kind === 'idle' && <WhatItTakes />}
      {phase.kind === 'idle' && !failed && <Example />}
    </div>
  );
}

function Ways() {
  const actions = useActions();
  return (
    <div className={css('ways')}>
      <Button look="primary" large onPress={() => void actions.start('mic')}>
        Start talking
      </Button>
      <Button large onPress={() => void actions.start('sample')}>
        Hear a sample conversation
      </Button>
      <OpenFile />
    </div>
  );
}

/** How much arrives and why, and what leaves. */
function WhatItTakes() {
  const download = useAppState((state) => downloadWords(state.totalBytes, megabytes(state.totalBytes)));
  const privacy = useAppState(privacyWords);
  return (
    <p className={css('small')}>
      {download} {privacy}
    </p>
  );
}

function Asking() {
  const actions = useActions();
  return (
    <div className={css('asking')}>
      <p>Your browser asks for the microphone. Say yes, and start talking.</p>
      <Button look="quiet" onPress={() => void actions.stop()}>
        Cancel
      </Button>
    </div>
  );
}
