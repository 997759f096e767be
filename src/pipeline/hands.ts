import { chooseClip, CLIP_START, loadClipBank } from '../clip';
import type { BankPack, ClipBank } from '../clip';
import type { ClipControls, Recording, Sound, Turn } from '../flow';
import type { Pack } from '../packs';
import { createReplies, loadVoice } from '../reply';
import type { EndpointSettings, PageLimits } from '../reply';
import type { PlainError } from '../shared/plain-error';
import type { Random } from '../shared/random';
import type { Scope } from '../shared/scope';
import type { Db } from '../shared/units';
import { matchGainDb } from '../speaker';
import type { ContextWatch } from './context-watch';
import type { ConversationParts } from './conversation';

export type { EndpointSettings as Endpoint } from '../reply';

/** What a session chooses its sounds by. */
export interface HandsOptions {
  readonly scope: Scope;
  readonly random: Random;
  readonly context: ContextWatch;
  /** What a designer asks of every clip, at the moment of its choice. */
  readonly controls?: () => ClipControls;
  /** The partner's own level; null while unknown. */
  readonly levelDbfs: () => Db | null;
  readonly endpoint?: EndpointSettings | null;
  /** What the page may talk to; null on the command line. */
  readonly page?: PageLimits | null;
  readonly onFault?: (error: PlainError) => void;
}

/** A session's choice of sounds: clips and replies, each with the gain that matches the partner's level. */
export interface SessionHands extends Pick<
  ConversationParts,
  'chooseClip' | 'hearTurns' | 'takeReply' | 'prepareReply'
> {
  setEndpoint(settings: EndpointSettings | null): void;
}

/** The recordings, loaded once, from which every session chooses anew. */
export interface Hands {
  /** Fetches every recording, so that none has to come over the network when it is needed. */
  fetchAll(): Promise<void>;
  /** Speaks with another bank from the next clip on; with its own again for null. Rejects with a `PlainError`. */
  useBank(pack: BankPack | null): Promise<void>;
  /** The recordings with their places in the full set's space, for contexts that are placed there; null: there are none. */
  useFullBank(full: ClipBank | null): void;
  /** The recordings of the bank that speaks now. */
  recordings(): readonly Recording[];
  session(options: HandsOptions): SessionHands;
}

/** Loads the clip bank and the voice. `decode` turns a file's bytes into samples. Throws a `PlainError`. */
export async function loadHands(options: {
  readonly clips: Pack;
  readonly voice: Pack;
  readonly decode: (bytes: Uint8Array) => Promise<Sound>;
}): Promise<Hands> {
  const [own, voice] = await Promise.all([
    loadClipBank(options.clips, options.decode),
    loadVoice(options.voice, options.decode),
  ]);
  let bank: ClipBank = own;
  let full: ClipBank | null = null;
  return {
    async fetchAll() {
      await Promise.all([bank.fetchAll(), voice.fetchAll()]);
    },
    async useBank(pack) {
      bank = pack === null ? own : await loadClipBank(pack, options.decode);
    },
    useFullBank(next) {
      full = next;
    },
    recordings: () => bank.recordings,
    session(session) {
      const { scope, random, context, controls = () => ({}), levelDbfs } = session;
      const { endpoint = null, page = null, onFault = () => undefined } = session;
      let clipState = CLIP_START;
      const replies = createReplies(scope, { voice, random, page, onFault });
      replies.setEndpoint(endpoint);
      return {
        hearTurns: (turns, word) => context.hear(turns, word),
        setEndpoint: (settings) => replies.setEndpoint(settings),
        async chooseClip(turns: readonly Turn[], words, tMs) {
          const embedded = context.latest();
          // Another bank may come while this one's recording is fetched. A person's own has no place in the full set's space.
          const from = embedded?.space === 'full' && bank === own && full !== null ? full : bank;
          const [next, choice] = chooseClip(from, clipState, {
            turns,
            words,
            random,
            tMs,
            embedded,
            controls: controls(),
          });
          clipState = next;
          const sound = await from.sound(choice.recording);
          const matchDb = matchGainDb({
            clipRmsDbfs: choice.recording.rmsDbfs,
            speechRmsDbfs: levelDbfs(),
            action: 'backchannel',
          });
          return { ...choice, sound, gainDb: matchDb + choice.gainDb };
        },
        // Whoever takes it is told of a failure.
        prepareReply: (turns) => void replies.prepare(turns).catch(() => undefined),
        async takeReply(turns) {
          const reply = await replies.take(turns);
          const gainDb =
            reply.rmsDbfs === null
              ? 0
              : matchGainDb({ clipRmsDbfs: reply.rmsDbfs, speechRmsDbfs: levelDbfs(), action: 'turn_claim' });
          return { ...reply, gainDb };
        },
      };
    },
  };
}
