import type { OpenTap } from '../speaker/tap.client';
import type { TapPiece } from '../speaker/tap.protocol';

/** A gain that remembers what was scheduled: `[what, value, at]`. */
export class FakeGain {
  readonly schedule: (readonly [what: string, value: number, atS: number])[] = [];
  readonly gain = {
    setValueAtTime: (value: number, atS: number) => this.schedule.push(['set', value, atS]),
    linearRampToValueAtTime: (value: number, atS: number) => this.schedule.push(['ramp', value, atS]),
    setTargetAtTime: (value: number, atS: number) => this.schedule.push(['target', value, atS]),
  };

  connect<Node>(node: Node): Node {
    return node;
  }

  disconnect(): void {
    return;
  }
}

/** A buffer source that remembers when it was started and stopped. */
export class FakeSource extends EventTarget {
  buffer: AudioBuffer | null = null;
  startS: number | null = null;
  stopS: number | null = null;

  start(atS: number): void {
    this.startS = atS;
  }

  stop(atS?: number): void {
    this.stopS ??= atS ?? 0;
  }

  connect<Node>(node: Node): Node {
    return node;
  }

  disconnect(): void {
    return;
  }
}

/** An AudioContext whose clock the test moves. Sources end when the clock passes their end. */
export class FakeSound extends EventTarget {
  currentTime = 0;
  state: AudioContextState = 'running';
  outputLatency: number | undefined = 0.02;
  readonly sampleRate = 48_000;
  readonly destination = {};
  readonly gains: FakeGain[] = [];
  readonly sources: FakeSource[] = [];

  /** As the code under test takes it. */
  get context(): AudioContext {
    return this as unknown as AudioContext;
  }

  createGain(): FakeGain {
    const gain = new FakeGain();
    this.gains.push(gain);
    return gain;
  }

  createBufferSource(): FakeSource {
    const source = new FakeSource();
    this.sources.push(source);
    return source;
  }

  createBuffer(_channels: number, length: number, sampleRate: number): AudioBuffer {
    const samples = new Float32Array(length);
    const duration = length / sampleRate;
    return { length, sampleRate, duration, getChannelData: () => samples } as unknown as AudioBuffer;
  }

  getOutputTimestamp(): AudioTimestamp {
    return {};
  }

  /** Moves the clock on to `timeS`. */
  until(timeS: number): void {
    this.currentTime = timeS;
    for (const source of this.sources) {
      const naturalS = (source.startS ?? 0) + (source.buffer?.duration ?? 0);
      if (Math.min(source.stopS ?? Infinity, naturalS) <= timeS) source.dispatchEvent(new Event('ended'));
    }
  }

  become(state: AudioContextState): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

/** The audio thread's tap in the test's hands. */
export function fakeTap(): { open: OpenTap; hear: (piece: TapPiece) => void } {
  let deliver: (piece: TapPiece) => void = () => undefined;
  return {
    open: (_scope, _context, onPiece) => {
      deliver = onPiece;
      return Promise.resolve({} as AudioNode);
    },
    hear: (piece) => deliver(piece),
  };
}
