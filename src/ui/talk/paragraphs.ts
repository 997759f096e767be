import type { CaptionWord } from '../../app/state';
import type { Party } from '../../flow';
import type { Ms } from '../../shared/units';

/** Words of one speaker without a long pause between them. */
export interface Paragraph {
  /** Stays the same while the paragraph grows. */
  readonly key: string;
  readonly speaker: Party;
  readonly words: readonly CaptionWord[];
}

/** A silence that starts a new paragraph; long enough that a breath in a sentence does not. */
export const PARAGRAPH_PAUSE_MS: Ms = 2000;

/** Splits the words where the speaker changes or a long pause falls. */
export function groupParagraphs(words: readonly CaptionWord[]): readonly Paragraph[] {
  const groups: CaptionWord[][] = [];
  let last: CaptionWord | undefined;
  for (const word of words) {
    const group = groups.at(-1);
    const goesOn = last?.speaker === word.speaker && word.startMs - last.endMs < PARAGRAPH_PAUSE_MS;
    if (group && goesOn) group.push(word);
    else groups.push([word]);
    last = word;
  }
  return groups.flatMap((group) => {
    const [first] = group;
    return first
      ? [{ key: `${first.speaker}-${Math.round(first.startMs)}`, speaker: first.speaker, words: group }]
      : [];
  });
}

/** Whether two paragraphs would look the same; words that did not change keep their identity. */
export function sameParagraph(a: Paragraph, b: Paragraph): boolean {
  return (
    a.key === b.key &&
    a.words.length === b.words.length &&
    a.words.every((word, index) => word === b.words[index])
  );
}

/** A paragraph as a sentence for a screen reader, with the backchannels that were heard at its words. */
export function spoken(paragraph: Paragraph): string {
  const who = paragraph.speaker === 'you' ? 'You' : 'Listener';
  const words = paragraph.words.map(({ text, mark }) =>
    mark?.action === 'backchannel' && mark.status === 'played' ? `${text} (${mark.text})` : text,
  );
  return `${who}: ${words.join(' ')}`;
}
