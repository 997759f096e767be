import { readWords, type HeardWord } from './hypothesis';
import type { Recogniser, Utterance } from './recogniser';
import { lengthBeforeLoop } from './repetition';
import type { Tokens } from './tokenizer';

/** One pass over the running speech. */
export interface ReadPass extends Utterance {
  /** The audio without the silence put behind it: no word is said after its end. */
  readonly heard: Float32Array;
}

/** What one pass says; word times count from the start of its audio. */
export interface Reading {
  readonly words: readonly HeardWord[];
  /** The draft of the next pass; the words' `from` and `to` count in it. */
  readonly draft: readonly number[];
  /** False where the length bound stopped it: the text is made up, at least in part. */
  readonly ended: boolean;
}

/** Any recogniser, as listening needs it: audio in, timed words out. */
export interface WordReader {
  read(pass: ReadPass): Promise<Reading>;
}

/** The built-in recogniser, which tells by its attention when each token was said. */
export function createReader(recogniser: Recogniser, tokens: Tokens): WordReader {
  return {
    async read(pass) {
      const hypothesis = await recogniser.decode(pass);
      const draft = hypothesis.tokens.slice(0, lengthBeforeLoop(hypothesis.tokens));
      const words = readWords(
        { ...hypothesis, tokens: draft },
        tokens,
        pass.heard,
        recogniser.shape.samplesPerFrame,
      );
      return { words, draft, ended: hypothesis.ended };
    },
  };
}
