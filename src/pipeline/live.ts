import { latePolicy } from '../decision';
import type { MirrorEstimate } from '../decision';
import type { AudioFrame, ClipControls, Dials, SpeakerEvent, WordsEvent } from '../flow';
import { openMic, playFile } from '../mic';
import type { Mic, MicEvent } from '../mic';
import type { RecordEvent } from '../record';
import type { PageLimits } from '../reply';
import { PlainError } from '../shared/plain-error';
import { seededRandom } from '../shared/random';
import type { Scope } from '../shared/scope';
import { samplesToMs } from '../shared/units';
import type { Ms } from '../shared/units';
import { createLevelMeter, watchSound } from '../speaker';
import type { ListenerTrack } from '../speaker';
import { createBrowserWords } from '../words';
import { watchLive } from './context-watch';
import { createConversation } from './conversation';
import type { Conversation } from './conversation';
import type { Endpoint } from './hands';
import type { Listener } from './listener';
import { followMirror } from './mirror-follow';
import { createLastSound } from './last-sound';
import { createMirrorTracker } from './mirror-tracker';
import { placeContext } from './place-context';
import { followSets } from './set-record';
import { createTaker } from './taker';
import { openVoiceOut } from './voice-out';

/** Where a live session takes its sound from. */
export type LiveSource =
  | { readonly kind: 'mic'; readonly deviceId: string | null }
  /** A recording (16 kHz mono) in place of the microphone, played to the person in step. */
  | { readonly kind: 'audio'; readonly samples: Float32Array };

/** What a live session tells the page. */
export interface LiveEvents {
  record(event: RecordEvent): void;
  speaker(event: SpeakerEvent): void;
  frame(frame: AudioFrame): void;
  voice(speaking: boolean): void;
  tentative(text: string): void;
  mirror(estimate: MirrorEstimate): void;
  mic(event: MicEvent): void;
  /** Something went wrong; the session goes on as well as it can. */
  fault(error: PlainError, place: 'mic' | 'words' | 'decision' | 'speaker' | 'reply'): void;
  note(text: string): void;
  /** The browser lets sound be heard again after a pause. */
  soundBack(): void;
  /** The recording in place of the microphone has come to its end. */
  ended(): void;
}

export interface LiveOptions {
  readonly context: AudioContext;
  readonly source: LiveSource;
  readonly listener: Listener;
  readonly dials: Dials;
  readonly mirror: boolean;
  readonly controls: ClipControls;
  readonly muted: boolean;
  /** A recogniser on this machine (the listener's `hearing` says which), or the browser's own (microphone only). */
  readonly recogniser: 'machine' | 'browser';
  readonly seed: number;
  readonly endpoint: Endpoint | null;
  /** What the page may talk to. */
  readonly page: PageLimits;
  readonly on: LiveEvents;
}

/** A running session. */
export interface LiveSession {
  nowMs(): Ms;
  setDials(dials: Dials): void;
  setMirror(on: boolean): void;
  /** From the next clip on. */
  setControls(controls: ClipControls): void;
  setMuted(muted: boolean): void;
  setEndpoint(settings: Endpoint | null): void;
  chooseMic(deviceId: string | null): void;
  recolour: Conversation['recolour'];
  /** Settles every word; the scope is the caller's to end. */
  finish(): Promise<void>;
  readonly listenerTrack: ListenerTrack;
}

/** Starts a session on a running AudioContext. Rejects with a `PlainError` when it cannot start; later faults are told. */
export async function startLive(scope: Scope, options: LiveOptions): Promise<LiveSession> {
  const { context: audio, source, listener, on } = options;
  // Whatever is left of the last session.
  const { sets } = listener;
  await Promise.all([sets.decision.forget(), listener.words().flush()]);
  let input: Pick<Mic, 'toSessionMs' | 'setMuted' | 'choose'> | null = null;
  const toSessionMs = (contextTimeS: number): Ms => input?.toSessionMs(contextTimeS) ?? 0;
  const nowMs = (): Ms => Math.max(0, toSessionMs(audio.currentTime));
  const meter = createLevelMeter();
  const mirror = createMirrorTracker(() => sets.decision.meta);
  const follow = followMirror(options.dials);
  let mirrored = options.mirror;
  let { controls } = options;
  const record = (event: RecordEvent): void => {
    mirror.take(event);
    on.record(event);
  };
  let finished = false;
  const voiceOut = await openVoiceOut(scope, {
    context: audio,
    toSessionMs,
    nowMs,
    onEvent(event) {
      conversation.heardSpeaker(event);
      on.speaker(event);
    },
    onFault: (error) => on.fault(error, 'reply'),
  });
  const sound = createLastSound();
  const context = watchLive(
    placeContext({
      small: () => listener.context(),
      full: () => sets.context(),
      decision: sets.decision,
      voice: () => sound.latest(),
      nowMs: () => performance.now(),
      onFullFailure: (why) => sets.giveUpContext(why),
    }),
    (error) => {
      // A death is told by the worker's own client.
      if (!(error instanceof PlainError && error.code === 'worker-died')) listener.onDeath('context');
    },
  );
  const hands = listener.hands.session({
    scope,
    random: seededRandom(options.seed),
    context,
    controls: () => controls,
    levelDbfs: () => meter.levelDbfs(),
    endpoint: options.endpoint,
    page: options.page,
    onFault: (error) => on.fault(error, 'reply'),
  });
  const conversation = createConversation(
    {
      ...hands,
      decision: sets.decision,
      policy: () => latePolicy(sets.decision.meta.policy),
      speaker: voiceOut.speaker,
      now: nowMs,
      record,
    },
    options.dials,
  );

  followSets(scope, listener, { nowMs, record, note: (text) => on.note(text) });
  const stopHearing = listener.hearing.watch((sentence) => {
    const { hearing, backend, set } = listener;
    record({ kind: 'pack', t_ms: nowMs(), id: hearing.pack, backend, packs: { ...set } });
    on.note(sentence);
  });
  scope.own(null, stopHearing);
  watchSound(scope, audio, (error) => (error ? on.fault(error, 'speaker') : on.soundBack()));
  const taker = createTaker(listener, conversation, on);
  const onEvent = (event: WordsEvent): void => {
    if (event.kind === 'voice') {
      meter.voice(event.speaking, event.atMs);
      on.voice(event.speaking);
    } else if (event.kind === 'tentative') on.tentative(event.text);
    else if (event.kind === 'word') {
      const estimate = mirror.estimate(nowMs());
      on.mirror(estimate);
      const dials = mirrored ? follow(estimate) : null;
      if (!dials) return;
      conversation.setDials(dials);
      record({ kind: 'mirror', t_ms: nowMs(), on: true, bc: dials.bc, tc: dials.tc, weight: dials.weight });
    }
  };
  const browserWords = source.kind === 'mic' && options.recogniser === 'browser';
  if (browserWords) {
    createBrowserWords(scope, {
      nowMs,
      onEvents: (events) => taker.told(events, onEvent),
      onFailure: (error) => on.fault(error, 'words'),
    });
  }
  const onFrame = (frame: AudioFrame): void => {
    if (finished) return;
    sets.decision.check();
    meter.push(frame);
    sound.push(frame);
    on.frame(frame);
    const heardMs = samplesToMs(frame.startSample + frame.samples.length);
    if (browserWords) taker.told([{ kind: 'progress', heardMs }], onEvent);
    else taker.frame(frame, onEvent);
  };
  if (source.kind === 'mic') {
    const { deviceId } = source;
    const mic = await openMic(scope, {
      context: audio,
      deviceId,
      onFrame,
      onEvent: (event) => on.mic(event),
    });
    mic.setMuted(options.muted);
    input = mic;
  } else {
    const { samples } = source;
    const player = await playFile(scope, {
      samples,
      context: audio,
      monitor: true,
      onFrame,
      onEnd: () => on.ended(),
    });
    input = {
      toSessionMs: (timeS) => player.toSessionMs(timeS),
      setMuted: () => undefined,
      choose: () => undefined,
    };
  }
  return {
    nowMs,
    listenerTrack: voiceOut.track,
    recolour: (count) => conversation.recolour(count),
    setDials: (dials) => conversation.setDials(dials),
    setMirror(value) {
      mirrored = value;
    },
    setControls(next) {
      controls = next;
    },
    setMuted: (muted) => input?.setMuted(muted),
    setEndpoint: (settings) => hands.setEndpoint(settings),
    chooseMic: (deviceId) => input?.choose(deviceId),
    async finish() {
      finished = true;
      voiceOut.speaker.stop('the session ended');
      if (!browserWords) await taker.finish();
    },
  };
}
