import type { Reply, Turn } from '../flow';
import { PlainError, toPlainError } from '../shared/plain-error';
import type { Random } from '../shared/random';
import type { Scope } from '../shared/scope';
import type { Ms } from '../shared/units';
import { chooseLine, SCRIPT_START, type ScriptState } from './choose-line';
import { askEndpoint, type EndpointSettings } from './endpoint';
import { timedOut, type PageLimits } from './endpoint-errors';
import type { Voice } from './voice';

/** What replies are made with. */
export interface RepliesOptions {
  readonly voice: Voice;
  readonly random: Random;
  readonly fetch?: typeof fetch;
  /** What the page may talk to; null where nothing is restricted, as on the command line. */
  readonly page?: PageLimits | null;
  /** Told when the endpoint failed and a scripted line stands in. */
  readonly onFault?: (fault: PlainError) => void;
}

/** The listener's next turn, made ready while the claim becomes likely. */
export interface Replies {
  /** Starts on a reply to these turns, or goes on with the one that is on its way; cheap to call at every word. */
  prepare(turns: readonly Turn[]): Promise<Reply>;
  /** The reply to be spoken now; it counts as said. Rejects only when not even a scripted line can be had. */
  take(turns: readonly Turn[]): Promise<Reply>;
  /** Replies come from this endpoint from now on, from the script when null. */
  setEndpoint(settings: EndpointSettings | null): void;
  /** Forgets what is on its way: the partner went on. */
  cancel(): void;
}

/** An endpoint's reply on its way is kept while the partner has said fewer words than this since it was asked for. */
const WORDS_ALLOWED = 6;
/** After the claim the endpoint has this long; then a scripted line is better than silence. */
const ENDPOINT_WAIT_MS: Ms = 2500;

interface Prepared {
  readonly turns: readonly Turn[];
  readonly endpoint: boolean;
  readonly abort: AbortController;
  /** The state of the script once this reply was said. */
  readonly after: ScriptState;
  readonly reply: Promise<Reply>;
}

/** Makes replies; the scope ends what is on its way. */
export function createReplies(scope: Scope, options: RepliesOptions): Replies {
  const { voice, random, page = null, onFault = () => undefined } = options;
  const fetchFn: typeof fetch = options.fetch ?? ((...request) => fetch(...request));
  let endpoint: EndpointSettings | null = null;
  let script: ScriptState = SCRIPT_START;
  let prepared: Prepared | null = null;

  const drop = (): void => {
    prepared?.abort.abort();
    prepared = null;
  };
  scope.own(drop, (end) => end());

  const fromScript = (turns: readonly Turn[], abort = new AbortController()): Prepared => {
    const [after, line] = chooseLine(voice.lines, script, turns, random);
    const reply =
      line === null
        ? Promise.reject(noLines())
        : voice.sound(line).then((sound) => ({
            text: line.text,
            source: `script:${line.id}`,
            sound,
            rmsDbfs: line.rms_db,
          }));
    return { turns, endpoint: false, abort, after, reply };
  };
  const fromEndpoint = (settings: EndpointSettings, turns: readonly Turn[]): Prepared => {
    const abort = new AbortController();
    const hands = { fetch: fetchFn, scope, page };
    const reply = askEndpoint(settings, turns, hands, abort.signal).then((text): Reply => ({
      text,
      source: 'endpoint',
      sound: null,
      rmsDbfs: null,
    }));
    return { turns, endpoint: true, abort, after: script, reply };
  };
  const ready = (turns: readonly Turn[]): Prepared => {
    if (prepared !== null && stillFits(prepared, turns)) return prepared;
    drop();
    prepared = endpoint === null ? fromScript(turns) : fromEndpoint(endpoint, turns);
    // Whoever takes it is told; nobody may.
    prepared.reply.catch(() => undefined);
    return prepared;
  };

  /** The endpoint's reply, unless it fails or takes too long: then a line of the script, and the fault is told. */
  const orScript = async (asked: Prepared): Promise<Prepared & { readonly said: Reply }> => {
    try {
      return { ...asked, said: await inTime(scope, asked) };
    } catch (error) {
      if (!asked.endpoint) throw error;
      onFault(
        toPlainError(
          error,
          'endpoint-failed',
          'The reply endpoint failed.',
          'A scripted reply is used this time.',
        ),
      );
      const instead = fromScript(asked.turns);
      return { ...instead, said: await instead.reply };
    }
  };

  return {
    prepare: (turns) => ready(turns).reply,
    async take(turns) {
      const asked = ready(turns);
      prepared = null;
      const { said, after } = await orScript(asked);
      script = after;
      return said;
    },
    setEndpoint(settings) {
      drop();
      endpoint = settings;
    },
    cancel: drop,
  };
}

async function inTime(scope: Scope, { endpoint, reply, abort }: Prepared): Promise<Reply> {
  if (!endpoint) return reply;
  const wait = scope.child();
  try {
    return await new Promise<Reply>((resolve, reject) => {
      wait.after(ENDPOINT_WAIT_MS, () => {
        reject(timedOut());
        abort.abort();
      });
      reply.then(resolve, reject);
    });
  } finally {
    wait.end();
  }
}

/** Whether a reply on its way answers these turns too: the same, or for an endpoint only a few words more. */
function stillFits(prepared: Prepared, turns: readonly Turn[]): boolean {
  const [before, now] = [prepared.turns, turns].map(spokenBy) as [Spoken, Spoken];
  if (before.listener !== now.listener || !now.partner.startsWith(before.partner)) return false;
  const more = now.partner.slice(before.partner.length).split(' ').filter(Boolean).length;
  return prepared.endpoint ? more < WORDS_ALLOWED : more === 0;
}

interface Spoken {
  readonly partner: string;
  readonly listener: string;
}

function spokenBy(turns: readonly Turn[]): Spoken {
  const by = (party: Turn['speaker']): string =>
    turns
      .filter(({ speaker }) => speaker === party)
      .map(({ text }) => text)
      .join(' ');
  return { partner: by('you'), listener: by('listener') };
}

const noLines = (): PlainError =>
  new PlainError(
    'reply-none',
    'The listener has nothing to say: its voice has no recorded lines.',
    'Copy the folder "models" again, whole.',
  );
