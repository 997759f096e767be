import type { Cue, SpeakerEvent } from '../flow';
import { toPlainError } from '../shared/plain-error';
import type { PlainError } from '../shared/plain-error';
import type { Scope } from '../shared/scope';
import type { Ms } from '../shared/units';
import { createSpeaker, speakText } from '../speaker';
import type { ListenerTrack, SpokenText } from '../speaker';
import type { MouthParts } from './mouth';

export interface VoiceOutOptions {
  readonly context: AudioContext;
  readonly toSessionMs: (contextTimeS: number) => Ms;
  readonly nowMs: () => Ms;
  readonly onEvent: (event: SpeakerEvent) => void;
  readonly onFault: (error: PlainError) => void;
}

/** The live listener's voice: recordings through the speaker, and texts without a recording through the device's own voice. */
export interface VoiceOut {
  readonly speaker: MouthParts['speaker'];
  /** What was played of the recordings; the device's own voice cannot be captured. */
  readonly track: ListenerTrack;
}

export async function openVoiceOut(scope: Scope, options: VoiceOutOptions): Promise<VoiceOut> {
  const { context, toSessionMs, nowMs, onFault } = options;
  let spoken: SpokenText | null = null;
  const onEvent = (event: SpeakerEvent): void => {
    if (event.kind !== 'playing') spoken = null;
    options.onEvent(event);
  };
  const speaker = await createSpeaker(scope, { context, toSessionMs, onEvent });
  const speak = async ({ id }: Cue, text: string): Promise<void> => {
    try {
      spoken = await speakText(scope, text, { id, nowMs, onEvent });
    } catch (error) {
      onEvent({ kind: 'dropped', id, tMs: nowMs(), reason: 'no voice to speak it with' });
      onFault(toPlainError(error, 'no-voice', 'The reply could not be spoken.'));
    }
  };
  return {
    track: speaker.track,
    speaker: {
      play(cue, text) {
        if (cue.sound.samples.length > 0) speaker.play(cue);
        else void speak(cue, text);
      },
      stop() {
        speaker.stop();
        spoken?.stop();
      },
      sounding: () => spoken !== null || speaker.sounding() !== null,
    },
  };
}
