/** Sentences of one reply: more than that is a lecture. */
const MAX_SENTENCES = 3;
const SENTENCE_END = /[.!?…]+["'”’)]*(?=\s|$)/gu;

/** What of a model's text can be spoken: no thinking aloud, no markup, single spaces. */
export const spokenText = (text: string): string =>
  text
    .replace(/<think>[\s\S]*?(?:<\/think>|$)/gu, '')
    .replace(/[*_#`>]+/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();

/** The whole sentences of a text, at most three; empty when not even one is finished. */
export function wholeSentences(text: string): string {
  const ends = [...text.matchAll(SENTENCE_END)].map((match) => match.index + match[0].length);
  return text.slice(0, ends[Math.min(ends.length, MAX_SENTENCES) - 1] ?? 0).trim();
}

/** Whether so many sentences are finished that the rest would not be spoken. */
export const isEnough = (text: string): boolean => (text.match(SENTENCE_END)?.length ?? 0) > MAX_SENTENCES;
