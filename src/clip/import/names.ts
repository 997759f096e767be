/** Other spellings of the 18 forms, with hyphens between parts. */
const SPELLINGS: Readonly<Record<string, string>> = {
  'mm-hm': 'mhm',
  'mm-hmm': 'mhm',
  mmhm: 'mhm',
  mmhmm: 'mhm',
  mhmm: 'mhm',
  'm-hm': 'mhm',
  'um-hum': 'mhm',
  mmm: 'mm',
  uhhuh: 'uh-huh',
  ok: 'okay',
  'o-k': 'okay',
  ohh: 'oh',
  ooh: 'other',
  ahh: 'ah',
  aah: 'ah',
  yup: 'yep',
  yeh: 'yeah',
  yea: 'yeah',
  woah: 'wow',
  whoa: 'wow',
};
/** Before a hyphen these make another interjection of what follows: "uh-oh" is no "oh". */
const COMPOUND = new Set(['uh', 'oh', 'ah', 'mm', 'm', 'hm', 'nuh', 'um']);

/** Words that say nothing of what is said. */
const NAMELESS = new Set(
  'audio clip fb feedback file new rec record recording sample sound take track untitled voice wav'.split(
    ' ',
  ),
);

/** What a file's name says of the recording in it. */
export interface NamedForm {
  /** One of `forms`, or `other`. */
  readonly form: string;
  /** What was said as the name has it; the form itself where it is a known one; empty where the name says nothing. */
  readonly label: string;
  /** How, where the name goes on after the form: `yeah-falling-2` is falling. */
  readonly delivery: string;
}

/**
 * Reads the form from a path. The form may stand at the end (`spontC_213_yeah.flac`), at the start (`uh-huh-rising-1.wav`), be
 * the whole name, or the folder's name (`mhm/take 3.wav`). Anything else is `other`.
 */
export function formOfName(path: string, forms: readonly string[]): NamedForm {
  const parts = path.split('/');
  const name = (parts.at(-1) ?? '').replace(/\.[a-z0-9]{1,5}$/i, '');
  const fields = fieldsOf(name);
  const known = (text: string): string | null => {
    const spelt = SPELLINGS[text] ?? text;
    return forms.includes(spelt) ? spelt : null;
  };
  for (const field of fields.toReversed()) {
    const form = known(field);
    if (form !== null) return { form, label: form, delivery: '' };
    const found = within(field, known);
    if (found) return found;
  }
  const folder = fieldsOf(parts.at(-2) ?? '').join('-');
  const form = known(folder);
  if (form !== null) return { form, label: form, delivery: '' };
  const label = fields.findLast((field) => /[a-z]{2}/.test(field) && !NAMELESS.has(field)) ?? '';
  return { form: 'other', label, delivery: '' };
}

/** The words of a name between underscores and spaces, without counters. */
const fieldsOf = (name: string): string[] =>
  name
    .toLowerCase()
    .normalize('NFC')
    .replace(/\(\d+\)/g, ' ')
    .split(/[_\s.,]+/)
    .map((field) => field.replace(/(^|-)\d+$/, '').replace(/\d+$/, ''))
    .filter((field) => field !== '');

/** A form at the start of a hyphenated field, with the delivery after it; or at its end. */
function within(field: string, known: (text: string) => string | null): NamedForm | null {
  const pieces = field.split('-');
  for (let length = pieces.length - 1; length > 0; length--) {
    const form = known(pieces.slice(0, length).join('-'));
    const rest = pieces.slice(length).join('-');
    if (form !== null && !(COMPOUND.has(pieces[0] ?? '') && length === 1 && known(rest) !== null))
      return { form, label: form, delivery: rest.replace(/-?\d+$/, '') };
    const last = known(pieces.slice(-length).join('-'));
    if (last !== null && !COMPOUND.has(pieces.at(-length - 1) ?? ''))
      return { form: last, label: last, delivery: '' };
  }
  return null;
}
