import type { Recording, Turn } from '../../flow';
import type { Ms } from '../../shared/units';
import type { Ranked } from './state';

/** What the models say of one recording. */
export interface Measured {
  readonly vector: readonly number[];
  readonly energy: number;
  readonly polarity: number;
  readonly surprisal: number;
  readonly voicedMs: Ms;
  readonly pitchHz: number | null;
  readonly pitchRangeSt: number | null;
}

/** The answer to a sentence. */
export interface Answer {
  readonly vector: readonly number[];
  readonly forms: Readonly<Record<string, number>>;
  readonly nearest: readonly string[];
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
