import type { Sound } from '../../flow';
import { createSpeaker, matchGainDb } from '../../pipeline';
import type { LiveSpeaker } from '../../pipeline';
import type { Scope } from '../../shared/scope';
import type { Db } from '../../shared/units';

/** Nobody waits for a clip that was asked for this long ago: the pointer is elsewhere by then. */
const BUDGET_MS = 1500;

/** Plays one recording at a time, at the loudness it has in Talk; a new one takes the place of the old one. */
export interface Player {
  /** Resolves to whether it could be heard: a browser holds back sound until a button was pressed. */
  play(sound: Sound, rmsDbfs: Db): Promise<boolean>;
  stop(): void;
}

export function createPlayer(scope: Scope, context: () => AudioContext): Player {
  let current: LiveSpeaker | null = null;
  let count = 0;
  return {
    async play(sound, rmsDbfs) {
      current?.stop();
      const turn = ++count;
      const output = context();
      if (output.state !== 'running') await Promise.race([output.resume(), pause(scope)]);
      if (output.state !== 'running') return false;
      const own = scope.child();
      const speaker = await createSpeaker(own, {
        context: output,
        toSessionMs: (timeS) => timeS * 1000,
        onEvent: ({ kind }) => {
          if (kind !== 'playing') own.end();
        },
        // Nothing is kept of what is played here.
        tap: () => Promise.resolve(output.createGain()),
      });
      if (turn !== count) {
        own.end();
        return true;
      }
      current = speaker;
      speaker.play({
        id: `clip-${turn}`,
        action: 'backchannel',
        tMs: output.currentTime * 1000,
        budgetMs: BUDGET_MS,
        sound,
        gainDb: matchGainDb({ clipRmsDbfs: rmsDbfs, speechRmsDbfs: null, action: 'backchannel' }),
      });
      return true;
    },
    stop() {
      count += 1;
      current?.stop();
    },
  };
}

/** `resume` stays pending where the browser waits for a press. */
const pause = (scope: Scope): Promise<void> => new Promise((resolve) => void scope.after(200, resolve));
