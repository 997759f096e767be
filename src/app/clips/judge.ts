import type { NearContext, Recording, Turn } from '../../flow';
import type { Measured } from '../../pipeline';
import type { Ranked } from './state';

/** The answer to a sentence. */
export interface Answer {
  readonly vector: readonly number[];
  readonly forms: Readonly<Record<string, number>>;
  /** Written utterances that the sentence is like, the nearest first. */
  readonly nearest: readonly NearContext[];
  /** Best first. */
  readonly ranking: readonly Ranked[];
}

/** The models behind the page: they measure recordings and choose among them. */
export interface Judge {
  /** Names what makes the vectors; those of another encoder mean nothing to this one. */
  readonly encoder: string;
  measure(samples16k: Float32Array): Promise<Measured>;
  answer(turns: readonly Turn[], recordings: readonly Recording[]): Promise<Answer>;
}
