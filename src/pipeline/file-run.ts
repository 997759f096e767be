import type { DecisionStage, Policy } from '../decision';
import type { AudioFrame, ClipControls, Dials, WordsEvent } from '../flow';
import type { RecordEvent } from '../record';
import { seededRandom } from '../shared/random';
import { createScope } from '../shared/scope';
import type { Hz, Ms } from '../shared/units';
import { createLevelMeter, fileSpeaker } from '../speaker';
import { watchInOrder } from './context-watch';
import type { PlaceContext } from './context-watch';
import { createConversation } from './conversation';
import type { Hands } from './hands';
import { createLastSound } from './last-sound';
import { createMirrorTracker } from './mirror-tracker';
import { followMirror } from './mirror-follow';

/** A step through a file: what the words stage told, and the frame it was told about where there is sound. */
export interface FileMoment {
  readonly frame?: AudioFrame;
  readonly events: readonly WordsEvent[];
}

export interface FileRunOptions {
  readonly moments: AsyncIterable<FileMoment>;
  readonly decision: DecisionStage;
  /** By when the words are known. */
  readonly policy: Policy;
  readonly hands: Hands;
  /** Given the partner's last second too, where there is sound. */
  readonly placeContext: (voice: () => Float32Array) => PlaceContext;
  readonly dials: Dials;
  /** Follow the partner's own style instead of keeping the dials. */
  readonly mirror: boolean;
  readonly controls: ClipControls;
  readonly seed: number;
  /** The rate of the listener's track. */
  readonly rateHz: Hz;
  record(event: RecordEvent): void;
}

/** What the listener did on a file. */
export interface FileRun {
  /** When the last thing happened. */
  readonly endMs: Ms;
  /** The listener's sound from the start, silence included. */
  render(totalMs: Ms): Float32Array;
}

/** Time passes this long after the last event, so that what sounds is heard to its end. */
const TAIL_MS: Ms = 10_000;

/** Runs a whole conversation over a file: no clock but the audio, nothing shed, the same input gives the same record. */
export async function runFile(options: FileRunOptions): Promise<FileRun> {
  const { decision, hands, rateHz } = options;
  const meter = createLevelMeter();
  const sound = createLastSound();
  const scope = createScope();
  const voice = hands.session({
    scope,
    random: seededRandom(options.seed),
    context: watchInOrder(options.placeContext(() => sound.latest())),
    controls: () => options.controls,
    levelDbfs: () => meter.levelDbfs(),
  });
  const mirror = createMirrorTracker(() => decision.meta);
  let endMs = 0;
  const record = (event: RecordEvent): void => {
    mirror.take(event);
    options.record(event);
  };
  const speaker = fileSpeaker({
    rateHz,
    onEvent: (event) => {
      if (event.kind === 'played') endMs = Math.max(endMs, event.endMs);
      conversation.heardSpeaker(event);
    },
  });
  const conversation = createConversation(
    {
      ...voice,
      decision,
      policy: () => options.policy,
      speaker: {
        play: (cue) => speaker.play(cue),
        stop: () => speaker.stop(),
        sounding: () => speaker.sounding() !== null,
      },
      advance: (tMs) => speaker.advance(tMs),
      now: () => null,
      record,
    },
    options.dials,
  );
  const follow = followMirror(options.dials);
  for await (const { frame, events } of options.moments) {
    if (frame) {
      meter.push(frame);
      sound.push(frame);
    }
    for (const event of events) {
      if (event.kind === 'voice') meter.voice(event.speaking, event.atMs);
      if (event.kind === 'progress') endMs = Math.max(endMs, event.heardMs);
    }
    await conversation.take(events);
    const dials = options.mirror ? follow(mirror.estimate(endMs)) : null;
    if (!dials) continue;
    conversation.setDials(dials);
    record({ kind: 'mirror', t_ms: endMs, on: true, bc: dials.bc, tc: dials.tc, weight: dials.weight });
  }
  speaker.advance(endMs + TAIL_MS);
  scope.end();
  return { endMs, render: (totalMs) => speaker.render(totalMs) };
}
