import * as v from 'valibot';
import type { Turn } from '../flow';
import { PlainError } from '../shared/plain-error';
import type { Scope } from '../shared/scope';
import type { Ms } from '../shared/units';
import * as faults from './endpoint-errors';
import type { PageLimits } from './endpoint-errors';
import { isEnough, spokenText, wholeSentences } from './spoken';
import { sseData } from './sse';

/** An OpenAI-compatible service. The key is held in memory only, and leaves it only in the request. */
export interface EndpointSettings {
  /** Up to and without `/chat/completions`, such as `https://example.org/v1`. */
  readonly url: string;
  readonly model: string;
  /** Empty where none is needed. */
  readonly key: string;
}

/** What the endpoint is reached with. */
export interface EndpointHands {
  readonly fetch: typeof fetch;
  readonly scope: Scope;
  readonly page: PageLimits | null;
  /** Until the first words, and from then on between two pieces. */
  readonly timeoutMs?: Ms;
}

const TIMEOUT_MS: Ms = 8000;
/** Of each turn only the end is sent: a spoken reply answers what was said last. */
const MAX_TURN_CHARACTERS = 2000;
const SYSTEM =
  'You are a warm, attentive listener in a spoken conversation. Answer in one or two short spoken sentences: show that you ' +
  'heard what was said, or ask one question about it. No lists, no markup, no emoji, no advice unless asked for. ' +
  'The words come from a speech recogniser and may be misheard.';

const delta = v.object({
  choices: v.array(
    v.object({
      delta: v.optional(v.object({ content: v.nullish(v.string(), '') }), { content: '' }),
      finish_reason: v.nullish(v.string()),
    }),
  ),
});
const whole = v.object({
  choices: v.tupleWithRest([v.object({ message: v.object({ content: v.string() }) })], v.unknown()),
});

/** The address of the chat completions. Throws a `PlainError` (`endpoint-address`). */
export function completionsUrl(address: string): URL {
  const url = URL.canParse(address.trim()) ? new URL(address.trim()) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw faults.badAddress();
  const path = url.pathname.replace(/\/+$/, '');
  url.pathname = path.endsWith('/chat/completions') ? path : `${path}/chat/completions`;
  return url;
}

/**
 * Asks for the next turn and gives one to three spoken sentences. A stream that breaks off or stalls still counts as far as its
 * sentences are whole. Throws a `PlainError` whose code says why there is none.
 */
export async function askEndpoint(
  settings: EndpointSettings,
  turns: readonly Turn[],
  hands: EndpointHands,
  signal: AbortSignal,
): Promise<string> {
  const url = completionsUrl(settings.url);
  const key = settings.key.trim();
  if (!/^[\x21-\x7e]*$/.test(key)) throw faults.badKey();
  if (signal.aborted || hands.scope.ended) throw faults.cancelled();
  const request = hands.scope.child();
  const controller = request.own(new AbortController(), (own) => own.abort());
  let late = false;
  const giveUp = (): void => {
    late = true;
    controller.abort();
  };
  const patience = (): (() => void) => request.after(hands.timeoutMs ?? TIMEOUT_MS, giveUp);
  request.listen(signal, 'abort', () => controller.abort());
  let text = '';
  let failure: PlainError | null = null;
  try {
    let calm = patience();
    const response = await post(url, key, settings.model, turns, hands, controller.signal);
    for await (const piece of pieces(response)) {
      calm();
      calm = patience();
      text += piece;
      if (isEnough(spokenText(text))) break;
    }
  } catch (error) {
    failure = error instanceof PlainError ? error : faults.brokenOff();
  } finally {
    request.end();
  }
  if (signal.aborted || hands.scope.ended) throw faults.cancelled();
  const spoken = spokenText(text);
  const sentences = wholeSentences(spoken);
  if (failure === null && spoken !== '') return sentences === '' ? spoken : sentences;
  if (sentences !== '') return sentences;
  throw late ? faults.timedOut() : (failure ?? faults.garbled());
}

async function post(
  url: URL,
  key: string,
  model: string,
  turns: readonly Turn[],
  hands: EndpointHands,
  signal: AbortSignal,
): Promise<Response> {
  const messages = turns.map(({ speaker, text }) => ({
    role: speaker === 'you' ? 'user' : 'assistant',
    content: text.slice(-MAX_TURN_CHARACTERS),
  }));
  let response: Response;
  try {
    response = await hands.fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({
        model,
        stream: true,
        messages: [{ role: 'system', content: SYSTEM }, ...messages],
      }),
      signal,
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
  } catch {
    throw faults.unreachable(url, hands.page);
  }
  if (!response.ok) {
    await response.body?.cancel().catch(() => undefined);
    throw faults.httpError(response.status);
  }
  return response;
}

/** The pieces of text of an answer, streamed or, from services that do not stream, whole. */
async function* pieces(response: Response): AsyncGenerator<string> {
  const type = response.headers.get('content-type') ?? '';
  if (response.body === null) throw faults.garbled();
  if (type.includes('application/json')) {
    yield parse(whole, await response.text()).choices[0].message.content;
    return;
  }
  if (!type.includes('text/event-stream')) throw faults.garbled();
  let finished = false;
  for await (const data of sseData(response.body)) {
    if (data === '[DONE]') return;
    if (data === '') continue;
    const [choice] = parse(delta, data).choices;
    if (choice === undefined) continue;
    finished ||= typeof choice.finish_reason === 'string';
    yield choice.delta.content ?? '';
  }
  if (!finished) throw faults.brokenOff();
}

function parse<Schema extends v.GenericSchema>(schema: Schema, json: string): v.InferOutput<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw faults.garbled();
  }
  const read = v.safeParse(schema, value);
  if (!read.success) throw faults.garbled();
  return read.output;
}
