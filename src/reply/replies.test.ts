import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Turn } from '../flow';
import type { PlainError } from '../shared/plain-error';
import { seededRandom } from '../shared/random';
import { createScope, type Scope } from '../shared/scope';
import { fakeVoice, LINES } from './fixtures';
import { createReplies, loadVoice } from './index';

const you = (text: string): Turn => ({ speaker: 'you', text });
const ENDPOINT = { url: 'https://replies.test/v1', model: 'small', key: '' };
const WORDS = 'I told you that my boss was away and then';

let scope: Scope;
beforeEach(() => {
  scope = createScope();
});
afterEach(() => {
  scope.end();
  vi.useRealTimers();
});

/** A service whose answers the test gives, in the order of the requests. */
function service() {
  const requests: {
    readonly answer: (text: string) => void;
    readonly fail: () => void;
    readonly signal: AbortSignal;
  }[] = [];
  const fetchFn: typeof fetch = (_, init) =>
    new Promise((resolve, reject) => {
      const signal = init?.signal ?? new AbortController().signal;
      signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      requests.push({
        signal,
        fail: () => reject(new TypeError('Failed to fetch')),
        answer: (content) =>
          resolve(
            Response.json(
              { choices: [{ message: { content } }] },
              { headers: { 'content-type': 'application/json' } },
            ),
          ),
      });
    });
  return { fetch: fetchFn, requests };
}

function setUp(fetchFn?: typeof fetch, lines = LINES) {
  const voice = fakeVoice(lines);
  const faults: PlainError[] = [];
  const replies = createReplies(scope, {
    voice,
    random: seededRandom(2),
    ...(fetchFn ? { fetch: fetchFn } : {}),
    onFault: (fault) => faults.push(fault),
  });
  return { replies, voice, faults };
}

describe('scripted replies', () => {
  it('are made once for the same turns, however often they are asked for', async () => {
    const { replies, voice } = setUp();
    const turns = [you(WORDS)];
    const prepared = await replies.prepare(turns);
    await replies.prepare([...turns]);
    expect(await replies.take(turns)).toEqual(prepared);
    expect(voice.asked).toHaveLength(1);
    expect(prepared.source).toMatch(/^script:/);
    expect(prepared.sound?.rateHz).toBe(24_000);
    expect(prepared.rmsDbfs).toBe(-20);
  });

  it('are made anew when more was said, and only what was taken counts as said', async () => {
    const { replies } = setUp();
    const said = new Set<string>();
    let turns = [you('It was')];
    for (let turn = 0; turn < 3; turn += 1) {
      for (let word = 0; word < 10; word += 1) {
        turns = [you(`${turns[0]?.text ?? ''} then`)];
        await replies.prepare(turns);
      }
      const { source } = await replies.take(turns);
      expect(said).not.toContain(source);
      said.add(source);
    }
  });

  it('say so when there is nothing to say', async () => {
    const { replies } = setUp(undefined, []);
    await expect(replies.take([you('Hello')])).rejects.toMatchObject({ code: 'reply-none' });
  });
});

describe('replies from an endpoint', () => {
  it('are asked for once while a few more words come, and are spoken by the browser', async () => {
    const { fetch, requests } = service();
    const { replies } = setUp(fetch);
    replies.setEndpoint(ENDPOINT);
    void replies.prepare([you('My boss')]);
    void replies.prepare([you('My boss is')]);
    void replies.prepare([you('My boss is away.')]);
    const taken = replies.take([you('My boss is away.')]);
    requests[0]?.answer('Enjoy the quiet!');
    expect(await taken).toEqual({ text: 'Enjoy the quiet!', source: 'endpoint', sound: null, rmsDbfs: null });
    expect(requests).toHaveLength(1);
  });

  it('are asked for anew, and the old request cancelled, when much more was said', async () => {
    const { fetch, requests } = service();
    const { replies } = setUp(fetch);
    replies.setEndpoint(ENDPOINT);
    const old = replies.prepare([you('My boss')]);
    void replies.prepare([you(`My boss ${WORDS}`)]);
    await expect(old).rejects.toMatchObject({ code: 'reply-cancelled' });
    expect(requests.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    replies.cancel();
    expect(requests[1]?.signal.aborted).toBe(true);
  });

  it('give way to the script when the endpoint fails, and the fault is told', async () => {
    const { fetch, requests } = service();
    const { replies, faults } = setUp(fetch);
    replies.setEndpoint(ENDPOINT);
    const taken = replies.take([you(WORDS)]);
    requests[0]?.fail();
    expect((await taken).source).toMatch(/^script:/);
    expect(faults.map(({ code }) => code)).toEqual(['endpoint-unreachable']);
  });

  it('give way to the script when the endpoint is slower than a conversation bears', async () => {
    vi.useFakeTimers();
    const { fetch, requests } = service();
    const { replies, faults } = setUp(fetch);
    replies.setEndpoint(ENDPOINT);
    const taken = replies.take([you(WORDS)]);
    await vi.advanceTimersByTimeAsync(2600);
    expect((await taken).source).toMatch(/^script:/);
    expect(faults.map(({ code }) => code)).toEqual(['endpoint-timeout']);
    expect(requests[0]?.signal.aborted).toBe(true);
  });

  it('end with the scope', async () => {
    const { fetch, requests } = service();
    const { replies } = setUp(fetch);
    replies.setEndpoint(ENDPOINT);
    const prepared = replies.prepare([you(WORDS)]);
    scope.end();
    await expect(prepared).rejects.toMatchObject({ code: 'reply-cancelled' });
    expect(requests[0]?.signal.aborted).toBe(true);
  });

  it('stop when the endpoint is taken away', async () => {
    const { fetch, requests } = service();
    const { replies } = setUp(fetch);
    replies.setEndpoint(ENDPOINT);
    replies.prepare([you(WORDS)]).catch(() => undefined);
    replies.setEndpoint(null);
    expect(requests[0]?.signal.aborted).toBe(true);
    expect((await replies.take([you(WORDS)])).source).toMatch(/^script:/);
  });
});

describe('loadVoice', () => {
  const pack = (lines: unknown) => {
    const read: string[] = [];
    return {
      id: 'voice@1',
      read,
      json: () => Promise.resolve(lines),
      bytes: (path: string) => {
        read.push(path);
        return read.length === 1 ? Promise.reject(new Error('broken')) : Promise.resolve(new Uint8Array(4));
      },
    };
  };

  it('decodes a line once, and tries again after a failure', async () => {
    const source = pack({ lines: LINES });
    const voice = await loadVoice(source, () =>
      Promise.resolve({ samples: new Float32Array(1), rateHz: 24_000 }),
    );
    const [line] = voice.lines;
    if (!line) throw new Error('no line');
    await expect(voice.sound(line)).rejects.toThrow('broken');
    await voice.sound(line);
    await voice.sound(line);
    expect(source.read).toEqual([line.file, line.file]);
  });

  it('refuses a script that is none', async () => {
    await expect(
      loadVoice(pack({ lines: [{ id: 1 }] }), () => Promise.reject(new Error())),
    ).rejects.toMatchObject({
      code: 'pack-malformed',
    });
  });
});
