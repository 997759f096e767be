import { normaliseText } from './text';

/*
 * Which utterances are backchannels when said alone: at most three words, mostly from the lexicon, not about oneself
 * (after Backbiter, as RESPOND section 3.1 uses it). The Python twin, which labels the training data, is
 * `training/mhm_training/labels.py`; a test compares the lists.
 */
const MAX_WORDS = 3;

export const LEXICON: ReadonlySet<string> = new Set(
  (
    'um-hum uh-huh huh hm yeah yes yep right oh ah okay sure really wow exactly true good great absolutely ' +
    "definitely cool no well gosh goodness boy my god jeez neat nice see i'll know that's is it all is very " +
    'interesting certainly correct uh-oh terrible awful wonderful fine gee huh-uh'
  ).split(' '),
);

export const SELF_REFERENTIAL: ReadonlySet<string> = new Set(
  "i i'm i've i'd i'll i was my me mine we we're we've we'd we'll".split(' '),
);

export const FIXED_PHRASES: ReadonlySet<string> = new Set([
  'i see',
  'oh i see',
  'i know',
  'oh my',
  'my god',
  'my goodness',
  'oh my gosh',
  "i'll be",
]);

/** Whether an utterance, as a recogniser wrote it, is a backchannel when it is all that is said. */
export function isBackchannel(utterance: string): boolean {
  const phrase = normaliseText(utterance);
  const words = phrase === '' ? [] : phrase.split(' ');
  const [first] = words;
  if (first === undefined || words.length > MAX_WORDS) return false;
  if (FIXED_PHRASES.has(phrase)) return true;
  if (SELF_REFERENTIAL.has(first)) return false;
  return 2 * words.filter((word) => LEXICON.has(word)).length > words.length;
}
