/** Numbers as English words, the way the training data writes them; twin of the same functions in `training/mhm_training/text.py`. */
const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ORDINALS = new Map([
  ['one', 'first'],
  ['two', 'second'],
  ['three', 'third'],
  ['five', 'fifth'],
  ['eight', 'eighth'],
  ['nine', 'ninth'],
  ['twelve', 'twelfth'],
]);

const one = (n: number): string => ONES[n] ?? '';

function belowHundred(n: number): string {
  if (n < 20) return one(n);
  const tens = TENS[Math.floor(n / 10)] ?? '';
  return n % 10 === 0 ? tens : `${tens} ${one(n % 10)}`;
}

function belowThousand(n: number): string {
  if (n < 100) return belowHundred(n);
  const head = `${one(Math.floor(n / 100))} hundred`;
  return n % 100 === 0 ? head : `${head} ${belowHundred(n % 100)}`;
}

function yearWords(n: number): string {
  const century = belowHundred(Math.floor(n / 100));
  const rest = n % 100;
  if (rest === 0) return `${century} hundred`;
  return rest < 10 ? `${century} oh ${one(rest)}` : `${century} ${belowHundred(rest)}`;
}

/** Words for a run of digits: a count, a year (1100 to 2099), or digit by digit when long or led by a zero. */
export function numberWords(digits: string): string {
  if (/^0[1-9]$/.test(digits)) return `oh ${one(Number(digits))}`;
  if (digits.length > 6 || /^0[0-9]/.test(digits))
    return [...digits].map((digit) => one(Number(digit))).join(' ');
  const n = Number(digits);
  if (n < 1000) return belowThousand(n);
  if ((n >= 1100 && n <= 1999) || (n >= 2010 && n <= 2099)) return yearWords(n);
  const head = `${belowThousand(Math.floor(n / 1000))} thousand`;
  return n % 1000 === 0 ? head : `${head} ${belowThousand(n % 1000)}`;
}

/** Words for the digits of 1st, 22nd, 30th… */
export function ordinalWords(digits: string): string {
  const said = numberWords(digits);
  const at = said.lastIndexOf(' ') + 1;
  const last = said.slice(at);
  const ordinal = ORDINALS.get(last) ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`);
  return said.slice(0, at) + ordinal;
}

/** Words for the digits of 80s and 1990s: the plural of the last word. */
export function decadeWords(digits: string): string {
  const said = numberWords(digits);
  return said.endsWith('y') ? `${said.slice(0, -1)}ies` : `${said}s`;
}
