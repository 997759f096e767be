import { describe, expect, it } from 'vitest';
import type { AudioFrame, WordsEvent } from '../../flow';
import { PlainError } from '../../shared/plain-error';
import { samplesToMs } from '../../shared/units';
import type { WordsStage } from '../stage';
import { withSpare, type SparedStage } from './spare';

const FRAME = 1600;
const frame = (index: number): AudioFrame => ({
  startSample: index * FRAME,
  samples: new Float32Array(FRAME),
});
const endMs = ({ startSample, samples }: AudioFrame): number => samplesToMs(startSample + samples.length);

/** Says a word a frame, with the frame's number; says it when the test lets it. */
class Scripted implements WordsStage {
  readonly heard: number[] = [];
  readonly waiting: { readonly frame: AudioFrame; give(): void; fail(error: Error): void }[] = [];
  flushed = 0;
  readonly backend: string;
  private readonly atOnce: boolean;
  private readonly words: boolean;
  constructor(backend: string, atOnce: boolean, words: boolean) {
    [this.backend, this.atOnce, this.words] = [backend, atOnce, words];
  }
  push(given: AudioFrame): Promise<readonly WordsEvent[]> {
    const index = given.startSample / FRAME;
    this.heard.push(index);
    if (this.atOnce) return Promise.resolve(this.events(given));
    return new Promise((resolve, reject) => {
      this.waiting.push({ frame: given, give: () => resolve(this.events(given)), fail: reject });
    });
  }
  flush(): Promise<readonly WordsEvent[]> {
    this.flushed += 1;
    return Promise.resolve([]);
  }
  warmUp(): Promise<void> {
    return Promise.resolve();
  }
  private events(given: AudioFrame): readonly WordsEvent[] {
    const heardMs = endMs(given);
    const text = `${this.backend}-${given.startSample / FRAME}`;
    const word = { text, startMs: heardMs - 80, endMs: heardMs - 10, heardMs, speaker: 'you' } as const;
    return [...(this.words ? [{ kind: 'word', word } as const] : []), { kind: 'progress', heardMs }];
  }
}

interface Set {
  readonly main: Scripted;
  readonly spare: Scripted;
  readonly stage: SparedStage;
  readonly takeovers: (PlainError | null)[];
  now: number;
}
function made(options: { atOnce?: boolean; words?: boolean } = {}): Set {
  const main = new Scripted('main', options.atOnce ?? false, options.words ?? true);
  const spare = new Scripted('spare', true, true);
  const takeovers: (PlainError | null)[] = [];
  const set: Set = {
    main,
    spare,
    takeovers,
    now: 0,
    stage: withSpare({
      main,
      spare: () => spare,
      nowMs: () => set.now,
      onTakeover: (fault) => void takeovers.push(fault),
    }),
  };
  return set;
}
const texts = (events: readonly WordsEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'word' ? [event.word.text] : []));
const gone = new PlainError('worker-died', 'It died.');

describe('withSpare', () => {
  it('is the main stage as long as that works', async () => {
    const { stage, spare } = made({ atOnce: true });
    expect(texts(await stage.push(frame(0)))).toEqual(['main-0']);
    expect(stage.backend).toBe('main');
    await stage.flush();
    expect(spare.heard).toEqual([]);
  });

  it('loses no word and says none twice when the main stage dies', async () => {
    const { stage, main, spare, takeovers } = made();
    const answers = [0, 1, 2, 3].map((index) => stage.push(frame(index)));
    main.waiting[0]?.give();
    main.waiting[1]?.give();
    expect(texts(await (answers[1] ?? []))).toEqual(['main-1']);
    stage.giveUp(gone);
    const all = (await Promise.all(answers)).flat();
    expect(texts(all)).toEqual(['main-0', 'main-1', 'spare-2', 'spare-3']);
    // The last words are heard again, and not said again.
    expect(spare.heard).toEqual([0, 1, 2, 3]);
    expect(texts(await stage.push(frame(4)))).toEqual(['spare-4']);
    expect(takeovers).toEqual([gone]);
    expect(stage.backend).toBe('spare');
  });

  it('hears again what the main stage had heard without saying a word, but nothing older than a while', async () => {
    const { stage, spare } = made({ atOnce: true, words: false });
    for (let index = 0; index < 200; index++) await stage.push(frame(index));
    stage.giveUp(gone);
    const events = await stage.push(frame(200));
    expect(spare.heard[0]).toBe(80);
    expect(texts(events).at(-1)).toBe('spare-200');
    expect(texts(events)).toHaveLength(121);
    // What was known late is told to be so; time does not go back.
    const heard = events.flatMap((event) =>
      event.kind === 'word' ? [event.word.heardMs] : [event.heardMs ?? 0],
    );
    expect(Math.min(...heard)).toBe(20_000);
  });

  it('finds a word that the main stage took for the end of another one, and says none again that settles late', async () => {
    const { stage, main, spare } = made({ atOnce: true, words: false });
    const word = (text: string, startMs: number, endMs: number): WordsEvent => ({
      kind: 'word',
      word: { text, startMs, endMs, heardMs: 1000, speaker: 'you' },
    });
    // "lake" seems to last until 800 ms, though "we" begins at 640.
    main.push = () => Promise.resolve([word('the', 300, 450), word('lake.', 450, 800)]);
    await stage.push(frame(0));
    spare.push = () => Promise.resolve([word('the', 290, 440)]);
    stage.giveUp(gone);
    expect(texts(await stage.push(frame(1)))).toEqual([]);
    spare.push = () => Promise.resolve([word('lake.', 440, 630), word('We', 640, 760)]);
    expect(texts(await stage.push(frame(2)))).toEqual(['We']);
    spare.push = () => Promise.resolve([word('lake.', 900, 990)]);
    expect(texts(await stage.push(frame(3)))).toEqual(['lake.']);
  });

  it('takes over when a call fails, also the one that ends the audio', async () => {
    const one = made();
    const answer = one.stage.push(frame(0));
    one.main.waiting[0]?.fail(new Error('a graph failed'));
    expect(texts(await answer)).toEqual(['spare-0']);
    expect(one.takeovers[0]).toMatchObject({ code: 'words-failed' });

    const two = made({ atOnce: true, words: false });
    await two.stage.push(frame(0));
    two.main.flush = () => Promise.reject(gone);
    expect(texts(await two.stage.flush())).toEqual(['spare-0']);
    expect(two.spare.flushed).toBe(1);
  });

  it('takes over from one that is too slow for a while, and ignores what it says later', async () => {
    const set = made();
    const said: string[] = [];
    for (let index = 0; index < 90 && set.takeovers.length === 0; index++) {
      set.now = index * 100;
      const answer = set.stage.push(frame(index));
      // Passes of two seconds: what waits is answered at their end.
      if (index % 20 === 19) for (const waiting of set.main.waiting.splice(0)) waiting.give();
      void answer.then((events) => said.push(...texts(events)));
      await Promise.resolve();
    }
    expect(set.takeovers).toEqual([null]);
    set.now += 100;
    await set.stage.push(frame(90));
    for (const waiting of set.main.waiting) waiting.give();
    await Promise.resolve();
    expect(new Set(said.map((text) => text.split('-')[1])).size).toBe(said.length);
  });

  it('does not wait for one that hangs', async () => {
    const set = made();
    const first = set.stage.push(frame(0));
    set.now = 5100;
    const second = set.stage.push(frame(1));
    expect(texts(await first)).toEqual(['spare-0']);
    expect(texts(await second)).toEqual(['spare-1']);
    expect(set.takeovers).toEqual([null]);
  });
});
