import type { Phase } from '../../app/state';
import { classes } from '../classes';
import { Faults } from '../parts/faults';
import { Captions } from './captions';
import { Controls } from './controls';
import { Ended } from './ended';
import { RibbonKey } from './ribbon-key';
import styles from './talk-page.module.css';

const css = classes(styles);

export type TalkingPhase = Phase & { kind: 'listening' | 'ending' | 'ended' };

/** The captions, and what can be done with the conversation under them. */
export function Conversation({ phase, demo }: { phase: TalkingPhase; demo: boolean }) {
  return (
    <div className={css('conversation')}>
      <Captions waiting={waitingWords(phase)} />
      <Faults zone="captions" demo={demo} />
      <div className={css('key')}>
        <RibbonKey />
      </div>
      {!demo && (
        <>
          {phase.kind === 'ended' ? <Ended phase={phase} /> : <Controls phase={phase} />}
          {phase.kind !== 'ended' && <Faults zone="controls" />}
        </>
      )}
    </div>
  );
}

function waitingWords(phase: TalkingPhase): string {
  if (phase.kind === 'ended') return 'No words were heard.';
  if (phase.kind === 'ending') return 'Finishing…';
  return phase.source === 'mic' ? 'Say something. Your words appear here.' : 'The words appear here.';
}
