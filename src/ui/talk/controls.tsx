import { ToggleButton } from 'react-aria-components/ToggleButton';
import type { Phase } from '../../app/state';
import { useActions, useAppState } from '../app-context';
import { classes } from '../classes';
import { clock } from '../format';
import { Button, Key } from '../parts/button';
import styles from './controls.module.css';
import { LevelDot } from './level-dot';
import { MicPicker } from '../parts/mic-picker';

const css = classes(styles);

/** What runs now, and the ways to quiet it: mute, another microphone, stop. */
export function Controls({ phase }: { phase: Phase & { kind: 'listening' | 'ending' } }) {
  const muted = useAppState((state) => state.muted);
  const elapsedMs = useAppState((state) => Math.floor(state.elapsedMs / 1000) * 1000);
  const actions = useActions();
  const onMic = phase.kind === 'listening' && phase.source === 'mic';
  return (
    <div className={css('controls')} role="group" aria-label="Conversation">
      <p className={css('status')}>
        <LevelDot />
        <span>{statusWords(phase, muted)}</span>
        <span className={css('clock')}>{clock(elapsedMs)}</span>
      </p>
      <Button isDisabled={phase.kind === 'ending'} onPress={() => void actions.stop()}>
        Stop <Key>Esc</Key>
      </Button>
      {onMic && (
        <>
          <ToggleButton className={css('mute')} isSelected={muted} onChange={(on) => actions.setMuted(on)}>
            {muted ? 'Muted' : 'Mute'} <Key>M</Key>
          </ToggleButton>
          <MicPicker />
        </>
      )}
    </div>
  );
}

function statusWords(phase: Phase & { kind: 'listening' | 'ending' }, muted: boolean): string {
  if (phase.kind === 'ending') return 'Finishing';
  if (phase.source === 'sample') return 'Playing the sample';
  if (phase.source === 'file') return 'Playing your file';
  return muted ? 'Muted' : 'Listening';
}
