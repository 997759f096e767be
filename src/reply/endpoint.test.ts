import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Turn } from '../flow';
import { createScope, type Scope } from '../shared/scope';
import { askEndpoint, completionsUrl, type EndpointHands, type EndpointSettings } from './endpoint';

const TURNS: Turn[] = [
  { speaker: 'you', text: 'I went to the lake.' },
  { speaker: 'listener', text: 'How was it?' },
  { speaker: 'you', text: 'Cold.' },
];
const SETTINGS: EndpointSettings = { url: 'https://replies.test/v1', model: 'small', key: 'sk-test' };
const event = (content: string, finish: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ delta: { content }, finish_reason: finish }] })}\n\n`;

let scope: Scope;
beforeEach(() => {
  scope = createScope();
});
afterEach(() => {
  scope.end();
});

type Chunk = string | Uint8Array | Error | null;

/** A stream of the given chunks; an Error breaks it, `null` leaves it hanging. */
function stream(chunks: readonly Chunk[], signal?: AbortSignal | null): ReadableStream<Uint8Array> {
  const left = [...chunks];
  return new ReadableStream({
    start(controller) {
      signal?.addEventListener('abort', () => controller.error(new DOMException('', 'AbortError')));
    },
    pull(controller) {
      const chunk = left.shift();
      if (chunk === undefined) return controller.close();
      if (chunk === null) return new Promise(() => undefined);
      if (chunk instanceof Error) return controller.error(chunk);
      controller.enqueue(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
    },
  });
}

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
  readonly body: string;
}
/** Answers every request with these chunks, and remembers what was sent. */
function fake(chunks: readonly Chunk[], init: ResponseInit = {}) {
  const sent: Sent[] = [];
  const fetchFn: typeof fetch = (url, request = {}) => {
    const body = typeof request.body === 'string' ? request.body : '';
    sent.push({ url: url instanceof Request ? url.url : url.toString(), init: request, body });
    const headers = { 'content-type': 'text/event-stream', ...(init.headers as Record<string, string>) };
    return Promise.resolve(new Response(stream(chunks, request.signal), { ...init, headers }));
  };
  return { fetch: fetchFn, sent };
}
const hands = (fetchFn: typeof fetch, more: Partial<EndpointHands> = {}): EndpointHands => ({
  fetch: fetchFn,
  scope,
  page: null,
  ...more,
});
const ask = (
  fetchFn: typeof fetch,
  more: Partial<EndpointHands> = {},
  signal = new AbortController().signal,
) => askEndpoint(SETTINGS, TURNS, hands(fetchFn, more), signal);

describe('what is asked', () => {
  it('is a streamed chat completion of the conversation, with the key in the header only', async () => {
    const { fetch, sent } = fake([event('Brave!', 'stop'), 'data: [DONE]\n\n']);
    await ask(fetch);
    expect(sent[0]?.url).toBe('https://replies.test/v1/chat/completions');
    expect(sent[0]?.init.headers).toMatchObject({ authorization: 'Bearer sk-test' });
    const body = JSON.parse(sent[0]?.body ?? '') as {
      messages: unknown[];
      stream: boolean;
      model: string;
    };
    expect(body).toMatchObject({ stream: true, model: 'small' });
    expect(body.messages.slice(1)).toEqual([
      { role: 'user', content: 'I went to the lake.' },
      { role: 'assistant', content: 'How was it?' },
      { role: 'user', content: 'Cold.' },
    ]);
    expect(sent[0]?.body).not.toContain('sk-test');
  });

  it('goes to the completions below the given address', () => {
    expect(completionsUrl(' http://localhost:11434/v1/ ').href).toBe(
      'http://localhost:11434/v1/chat/completions',
    );
    expect(completionsUrl('https://a.test/chat/completions').href).toBe('https://a.test/chat/completions');
    for (const address of ['', 'a.test/v1', 'ftp://a.test', 'javascript:alert(1)', 'https://user:key@a.test'])
      expect(() => completionsUrl(address)).toThrow(expect.objectContaining({ code: 'endpoint-address' }));
  });

  it('never sends a key that cannot be one', async () => {
    const { fetch, sent } = fake([]);
    const asked = askEndpoint(
      { ...SETTINGS, key: 'sk-\nx' },
      TURNS,
      hands(fetch),
      new AbortController().signal,
    );
    await expect(asked).rejects.toMatchObject({ code: 'endpoint-key' });
    expect(sent).toEqual([]);
  });
});

describe('what is answered', () => {
  it('is put together however the bytes are cut', async () => {
    const bytes = new TextEncoder().encode(
      `: hello\r\n\r\n${event('Brr, that\u2019s').replaceAll('\n', '\r\n')}${event(' cold ☃. ')}${event('Did you swim?')}data: [DONE]\n\n`,
    );
    const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect(await ask(fake(single).fetch)).toBe('Brr, that\u2019s cold ☃. Did you swim?');
    expect(await ask(fake([bytes]).fetch)).toBe('Brr, that\u2019s cold ☃. Did you swim?');
  });

  it('may come whole from a service that does not stream', async () => {
    const { fetch } = fake([JSON.stringify({ choices: [{ message: { content: 'Cold indeed.' } }] })], {
      headers: { 'content-type': 'application/json; charset=utf-8' },
    });
    expect(await ask(fetch)).toBe('Cold indeed.');
  });

  it('loses thoughts, markup and what goes beyond three sentences', async () => {
    const wordy = ['<think>The user. swam.</think>', '**One.** ', 'Two! ', 'Three? ', 'Four. ', 'Five. '];
    expect(await ask(fake([...wordy.map((piece) => event(piece)), null]).fetch)).toBe('One. Two! Three?');
  });

  it('is used up to the last whole sentence when the stream breaks off, ends early or stalls', async () => {
    const said = [event('That is cold. '), event('Did you')];
    expect(await ask(fake([...said, new Error('gone')]).fetch)).toBe('That is cold.');
    expect(await ask(fake(said).fetch)).toBe('That is cold.');
    expect(await ask(fake([...said, null]).fetch, { timeoutMs: 20 })).toBe('That is cold.');
  });

  it('may lack a full stop when it is finished', async () => {
    expect(await ask(fake([event('Sounds cold', 'stop')]).fetch)).toBe('Sounds cold');
  });
});

describe('every failure has its own plain sentence', () => {
  it.each([
    [401, 'endpoint-refused'],
    [403, 'endpoint-refused'],
    [404, 'endpoint-missing'],
    [429, 'endpoint-busy'],
    [500, 'endpoint-failed'],
    [400, 'endpoint-failed'],
  ])('status %i', async (status, code) => {
    await expect(ask(fake(['{"error":"sk-test"}'], { status }).fetch)).rejects.toMatchObject({
      code,
      message: expect.not.stringContaining('sk-') as string,
    });
  });

  it.each([
    ['a web page', ['<html>'], { headers: { 'content-type': 'text/html' } }, 'endpoint-garbled'],
    ['other JSON', ['{"a":1}'], { headers: { 'content-type': 'application/json' } }, 'endpoint-garbled'],
    ['broken JSON', ['{'], { headers: { 'content-type': 'application/json' } }, 'endpoint-garbled'],
    [
      'no choices',
      ['{"choices":[]}'],
      { headers: { 'content-type': 'application/json' } },
      'endpoint-garbled',
    ],
    ['events that are no completion', ['data: what\n\n'], {}, 'endpoint-garbled'],
    ['an error in the stream', ['data: {"error":{"message":"overloaded"}}\n\n'], {}, 'endpoint-garbled'],
    ['nothing at all', ['data: [DONE]\n\n'], {}, 'endpoint-garbled'],
    ['half a sentence', [event('That is'), new Error('gone')], {}, 'endpoint-unreachable'],
  ])('%s', async (_, chunks, init, code) => {
    await expect(ask(fake(chunks, init).fetch)).rejects.toMatchObject({ code });
  });

  it('says when nothing comes', async () => {
    await expect(ask(fake([null]).fetch, { timeoutMs: 20 })).rejects.toMatchObject({
      code: 'endpoint-timeout',
    });
    const never: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      });
    await expect(ask(never, { timeoutMs: 20 })).rejects.toMatchObject({ code: 'endpoint-timeout' });
  });

  it('says why there may be no connection', async () => {
    const down: typeof fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    const at = (page: EndpointHands['page']) => ask(down, { page });
    await expect(at(null)).rejects.toMatchObject({
      code: 'endpoint-unreachable',
      message: expect.stringContaining('cannot be reached') as string,
    });
    await expect(at({ origin: 'https://mhm.test', listed: [] })).rejects.toMatchObject({
      code: 'endpoint-unreachable',
      message: expect.stringContaining('none besides its own') as string,
    });
    await expect(at({ origin: 'https://mhm.test', listed: ['https://other.test'] })).rejects.toMatchObject({
      message: expect.stringContaining('https://other.test') as string,
    });
    await expect(at({ origin: 'https://mhm.test', listed: ['https://replies.test'] })).rejects.toMatchObject({
      message: expect.stringContaining('cannot be reached') as string,
    });
  });

  it('can be cancelled before, while connecting and while streaming', async () => {
    const early = new AbortController();
    early.abort();
    await expect(ask(fake([]).fetch, {}, early.signal)).rejects.toMatchObject({ code: 'reply-cancelled' });
    const late = new AbortController();
    const asked = ask(fake([event('That is cold. '), null]).fetch, {}, late.signal);
    late.abort();
    await expect(asked).rejects.toMatchObject({ code: 'reply-cancelled' });
  });
});

describe('a real server', () => {
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const settings = (): EndpointSettings => ({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    model: 'm',
    key: 'k',
  });
  const askServer = (timeoutMs = 5000, signal = new AbortController().signal) =>
    askEndpoint(settings(), TURNS, hands(fetch, { timeoutMs }), signal);

  beforeEach(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('streams', async () => {
    answer = (request, response) => {
      expect(request.url).toBe('/v1/chat/completions');
      expect(request.headers.authorization).toBe('Bearer k');
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const piece of ['Was it ', 'very ', 'cold?']) response.write(event(piece));
      response.end('data: [DONE]\n\n');
    };
    expect(await askServer()).toBe('Was it very cold?');
  });

  it('refuses, breaks off, stalls, is gone', async () => {
    answer = (_, response) => response.writeHead(401).end('no');
    await expect(askServer()).rejects.toMatchObject({ code: 'endpoint-refused' });
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event('Cold. And'), () => response.destroy());
    };
    expect(await askServer()).toBe('Cold.');
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
    };
    await expect(askServer(50)).rejects.toMatchObject({ code: 'endpoint-timeout' });
    const gone = settings();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(askEndpoint(gone, TURNS, hands(fetch), new AbortController().signal)).rejects.toMatchObject({
      code: 'endpoint-unreachable',
    });
    server.listen(0, '127.0.0.1');
  });

  it('notices when it is cancelled', async () => {
    const abort = new AbortController();
    const closed = new Promise<void>((resolve) => {
      answer = (_, response) => {
        response.on('close', resolve);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(event('Cold. '), () => abort.abort());
      };
    });
    await expect(askServer(5000, abort.signal)).rejects.toMatchObject({ code: 'reply-cancelled' });
    await closed;
  });
});
