/**
 * The one normaliser between a recogniser and every text model: lower case, no punctuation, numbers and fillers as the
 * training data (Switchboard) writes them. The Python twin, which gives the reasons for each choice, is
 * `training/mhm_training/text.py`; `text.golden.json` ties the two, so change both or neither.
 */
import { numberWords, ordinalWords, decadeWords } from './number-words';

const words = (list: string): string[] => list.split(' ');
const spellings = (list: string, canonical: string): [string, string][] =>
  words(list).map((spelling) => [spelling, canonical]);

/** Hyphens stay only in these; elsewhere a hyphen separates words. */
const HYPHENATED = new Set(words('um-hum uh-huh huh-uh hum-um uh-oh bye-bye'));
const VARIANTS = new Map<string, string>([
  ...spellings(
    'mhm mhmm mmhm mmhmm mm-hm mm-hmm mmm-hmm mm-mhm m-hm m-hmm um-hm um-hmm uh-hum uh-hmm hm-hm hmm-hmm',
    'um-hum',
  ),
  ...spellings('uhhuh uh-hu uhuh ah-huh aha-huh', 'uh-huh'),
  ...spellings('uh-uh nuh-uh', 'huh-uh'),
  ...spellings('hmm hmmm hmmmm mm mmm mmmm', 'hm'),
  ...spellings('uhh uhhh er err', 'uh'),
  ...spellings('umm ummm erm', 'um'),
  ...spellings('ahh ahhh', 'ah'),
  ...spellings('ohh ohhh', 'oh'),
  ...spellings('ok kay mkay okey', 'okay'),
  ...spellings('yea yah yeh', 'yeah'),
  ['yup', 'yep'],
  ['alright', 'all right'],
  ['cuz', 'because'],
  ['mr', 'mister'],
  ['mrs', 'missus'],
  ['dr', 'doctor'],
]);
/** Two words that a recogniser writes for one filler. */
const PAIRS = new Map<string, string>([
  ...['mm', 'mmm', 'm', 'um'].flatMap((first) =>
    ['hm', 'hmm', 'hum'].map((second): [string, string] => [`${first} ${second}`, 'um-hum']),
  ),
  ['uh huh', 'uh-huh'],
]);
/** "cause" is also a noun: only the clipped spelling 'cause stands for because. */
const CLIPPED = new Map([
  ["'cause", 'because'],
  ["'em", 'them'],
  ["'til", 'till'],
  ["'bout", 'about'],
  ["'kay", 'okay'],
]);
const LETTERS = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ı', 'i'],
]);

function tokenWords(token: string): string {
  if (/^[0-9]+$/.test(token)) return numberWords(token);
  if (/^[0-9]+(st|nd|rd|th)$/.test(token)) return ordinalWords(token.slice(0, -2));
  if (/^[0-9]+'?s$/.test(token)) return decadeWords(token.replace(/[^0-9]/g, ''));
  if (/[0-9]/.test(token)) return (token.match(/[0-9]+|[a-z']+/g) ?? []).map(tokenWords).join(' ');
  return token;
}

/** One token of letters, digits, apostrophes and hyphens, as the data writes it; several words or none. */
function dataWord(raw: string): string {
  const unfinished = raw.replace(/-+$/, '');
  const clipped = CLIPPED.get(unfinished);
  if (clipped !== undefined) return clipped;
  const token = unfinished.replace(/^['-]+|['-]+$/g, '');
  const variant = VARIANTS.get(token);
  if (variant !== undefined) return variant;
  if (HYPHENATED.has(token)) return token;
  return token
    .split('-')
    .map((piece) => piece.replace(/^'+|'+$/g, ''))
    .filter((piece) => piece !== '')
    .map(tokenWords)
    .join(' ');
}

function plainLetters(text: string): string {
  return (
    text
      // Quotes first: NFKD takes the acute accent that stands for an apostrophe apart.
      .replace(/[\u2018\u2019\u201a\u201b\u02bc\u0060\u00b4\u2032\uff07]/g, "'")
      .normalize('NFKD')
      .replace(/[\u2010-\u2015\u2212]/g, '-')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase()
      .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS.get(letter) ?? '')
  );
}

function signsSpoken(text: string): string {
  return text
    .replace(/\$([0-9][0-9,]*(?:\.[0-9]+)?)/g, '$1 dollars')
    .replace(/([0-9]),(?=[0-9]{3}(?![0-9]))/g, '$1')
    .replace(
      /([0-9])\.([0-9]+)/g,
      (_, whole: string, part: string) => `${whole} point ${[...part].join(' ')}`,
    )
    .replace(/([0-9]):00(?![0-9])/g, "$1 o'clock")
    .replace(/(?<![a-z])([a-z])\.(?=[a-z]\.)/g, '$1')
    .replaceAll('%', ' percent ')
    .replaceAll('&', ' and ')
    .replaceAll('@', ' at ');
}

/** What the training data would have written for `text`: words separated by one space; empty when nothing is sayable (emoji). */
export function normaliseText(text: string): string {
  const tokens = signsSpoken(plainLetters(text)).match(/[a-z0-9'][a-z0-9'-]*/g) ?? [];
  const said: string[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const pair = PAIRS.get(`${tokens[index]} ${tokens[index + 1]}`);
    if (pair !== undefined) index += 1;
    const word = pair ?? dataWord(tokens[index] ?? '');
    if (word !== '') said.push(word);
  }
  return said.join(' ');
}

/** The same for one word as a recogniser emits it; a number may become several words, an emoji none. */
export function normaliseWord(text: string): string {
  return normaliseText(text);
}
