import type { Cue, Sound, SpeakerEvent } from '../flow';
import { resample } from '../shared/resample';
import type { Scope } from '../shared/scope';
import { samplesToMs, type Ms } from '../shared/units';
import { outputLatencyS } from './latency';
import { createListenerTrack, type ListenerTrack } from './listener-track';
import { BARGE_IN_FADE_MS, cueGain, EDGE_FADE_MS, refusal, type Sounding } from './rules';
import { openTap, type OpenTap } from './tap.client';

/** The loudspeaker. One sound at a time; every cue ends in exactly one `played` or `dropped`. */
export interface LiveSpeaker {
  /** Starts the cue at once or drops it. */
  play(cue: Cue): void;
  /** Fades out what sounds; it is reported as `played` with `cut`. */
  stop(fadeMs?: Ms): void;
  /** What can be heard of the listener, or is on its way to the ear. */
  sounding(): Sounding | null;
  /** 0..1, for everything that is played. */
  setVolume(volume: number): void;
  /** Brings a sound to the device's rate ahead of time, so that playing it later starts sooner. */
  prepare(sound: Sound): void;
  /** What was really played, volume included, at the times that the events report. */
  readonly track: ListenerTrack;
}

export interface LiveSpeakerOptions {
  readonly context: AudioContext;
  /** The session's time of a moment on the context's clock. */
  readonly toSessionMs: (contextTimeS: number) => Ms;
  readonly onEvent: (event: SpeakerEvent) => void;
  readonly tap?: OpenTap;
  /** `performance.now` by default. */
  readonly nowMs?: () => number;
}

/** How far ahead a sound is scheduled: past the block that is being rendered, so that it starts when it says. */
const LEAD_S = 0.01;

/** A sound on its way, in seconds on the context's clock. */
interface Playing {
  readonly cue: Cue;
  readonly startS: number;
  endS: number;
  cut: boolean;
  readonly latencyS: number;
  /** Ends the sound's part of the graph. */
  readonly scope: Scope;
  readonly fade: GainNode;
  readonly source: AudioBufferSourceNode;
}

/** Opens the loudspeaker. Rejects with a `PlainError` (`audio-failed`) when its worklet does not load. */
export async function createSpeaker(scope: Scope, options: LiveSpeakerOptions): Promise<LiveSpeaker> {
  const { context, toSessionMs, onEvent } = options;
  const nowMs = options.nowMs ?? (() => performance.now());
  const track = createListenerTrack(context.sampleRate);
  const buffers = new WeakMap<Float32Array, AudioBuffer>();
  let playing: Playing | null = null;
  let latencyS = 0;

  const volume = context.createGain();
  volume.connect(context.destination);
  scope.own(volume, () => volume.disconnect());
  const tap = await (options.tap ?? openTap)(scope, context, ({ startFrame, samples }) =>
    track.add(toSessionMs(startFrame / context.sampleRate + latencyS), samples),
  );
  volume.connect(tap);

  const prepare = ({ samples, rateHz }: Sound): AudioBuffer => {
    const known = buffers.get(samples);
    if (known) return known;
    // Not left to the browser: some only interpolate linearly, which can be heard.
    const converted = resample(samples, rateHz, context.sampleRate);
    const buffer = context.createBuffer(1, Math.max(1, converted.length), context.sampleRate);
    buffer.getChannelData(0).set(converted);
    buffers.set(samples, buffer);
    return buffer;
  };

  const heardMs = (contextTimeS: number): Ms => toSessionMs(contextTimeS + latencyS);

  const finish = (sound: Playing): void => {
    if (playing !== sound) return;
    playing = null;
    sound.scope.end();
    onEvent({
      kind: 'played',
      id: sound.cue.id,
      startMs: toSessionMs(sound.startS + sound.latencyS),
      endMs: toSessionMs(Math.max(sound.startS, sound.endS) + sound.latencyS),
      cut: sound.cut,
    });
  };

  /** The output stopped under the sound: what is left of it would come too late. */
  const breakOff = (): void => {
    if (!playing) return;
    playing.cut = playing.endS > context.currentTime;
    playing.endS = Math.min(playing.endS, context.currentTime);
    finish(playing);
  };
  scope.listen(context, 'statechange', () => {
    if (context.state !== 'running') breakOff();
  });
  scope.own(breakOff, breakOff);

  const sounding = (): Sounding | null => {
    if (!playing) return null;
    const { cue, startS, endS } = playing;
    return { id: cue.id, action: cue.action, startMs: heardMs(startS), endMs: heardMs(endS) };
  };

  const drop = (cue: Cue, reason: string): void =>
    onEvent({ kind: 'dropped', id: cue.id, tMs: toSessionMs(context.currentTime), reason });

  return {
    track,
    sounding,
    prepare: (sound) => void prepare(sound),
    setVolume: (value) => {
      volume.gain.setTargetAtTime(Math.max(0, Math.min(1, value)), context.currentTime, 0.02);
    },
    play(cue) {
      if (context.state !== 'running') {
        drop(cue, 'the sound output is suspended');
        return;
      }
      const buffer = prepare(cue.sound);
      const level = cueGain(cue);
      if (!playing) latencyS = outputLatencyS(context, nowMs());
      const startS = context.currentTime + LEAD_S;
      const reason = refusal(cue, heardMs(startS), sounding());
      if (reason !== null) {
        drop(cue, reason);
        return;
      }
      const endS = startS + buffer.duration;
      const sound = connect(context, scope.child(), volume, buffer, level, startS);
      const started: Playing = { ...sound, cue, startS, endS, cut: false, latencyS };
      playing = started;
      started.scope.listen(started.source, 'ended', () => finish(started));
      onEvent({ kind: 'playing', id: cue.id, startMs: heardMs(startS) });
    },
    stop(fadeMs = BARGE_IN_FADE_MS) {
      if (!playing || playing.cut) return;
      const fromS = Math.max(context.currentTime, playing.startS);
      const stopS = fromS + fadeMs / 1000;
      if (stopS >= playing.endS) return;
      playing.fade.gain.setValueAtTime(1, fromS);
      playing.fade.gain.linearRampToValueAtTime(0, stopS);
      playing.source.stop(stopS);
      playing.endS = stopS;
      playing.cut = true;
    },
  };
}

/** Builds source -> gain with ramps at both ends -> fade for a stop -> volume, and starts it. */
function connect(
  context: AudioContext,
  scope: Scope,
  volume: AudioNode,
  buffer: AudioBuffer,
  level: number,
  startS: number,
): Pick<Playing, 'scope' | 'fade' | 'source'> {
  const source = context.createBufferSource();
  source.buffer = buffer;
  const gain = context.createGain();
  const fade = context.createGain();
  source.connect(gain).connect(fade).connect(volume);
  const edgeS = Math.min(EDGE_FADE_MS, samplesToMs(buffer.length, buffer.sampleRate) / 2) / 1000;
  const endS = startS + buffer.duration;
  gain.gain.setValueAtTime(0, startS);
  gain.gain.linearRampToValueAtTime(level, startS + edgeS);
  gain.gain.setValueAtTime(level, endS - edgeS);
  gain.gain.linearRampToValueAtTime(0, endS);
  source.start(startS);
  scope.own(source, () => {
    source.stop();
    source.disconnect();
    gain.disconnect();
    fade.disconnect();
  });
  return { scope, fade, source };
}
