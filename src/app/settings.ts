import * as v from 'valibot';
import type { ClipControls, Dials } from '../flow';
import { SHIPPED } from './banks/store';
import { HUB_RECOGNISERS } from '../packs';
import type { Preset, RecogniserId } from './state';

/** What is remembered from visit to visit, on this machine only. Never a key, a word or a sound. */
export interface Settings {
  readonly dials: Dials | null;
  readonly ownPresets: readonly Preset[];
  readonly micId: string | null;
  readonly recogniser: RecogniserId;
  /** The clip bank that speaks. */
  readonly bank: string;
  readonly clipControls: ClipControls;
}

const KEY = 'mhm-settings';
const dials = v.object({
  bc: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  tc: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
});
const rating = v.exactOptional(v.pipe(v.number(), v.minValue(1), v.maxValue(5)));
const clipControls = v.object({
  forms: v.exactOptional(v.pipe(v.array(v.string()), v.minLength(1))),
  energy: rating,
  polarity: rating,
  surprisal: rating,
});
const settings = v.object({
  dials: v.nullable(dials),
  ownPresets: v.array(v.object({ name: v.string(), dials, own: v.literal(true) })),
  micId: v.nullable(v.string()),
  recogniser: v.picklist(['moonshine', 'browser', ...HUB_RECOGNISERS.map(({ id }) => id)]),
  // Absent in what earlier versions wrote.
  bank: v.optional(v.string(), SHIPPED),
  clipControls: v.optional(v.fallback(clipControls, {}), {}),
});

const DEFAULTS: Settings = {
  dials: null,
  ownPresets: [],
  micId: null,
  recogniser: 'moonshine',
  bank: SHIPPED,
  clipControls: {},
};

/** Reads the settings; what is missing or spoilt counts as never set. */
export function readSettings(storage: Pick<Storage, 'getItem'> | null): Settings {
  try {
    const read = v.safeParse(settings, JSON.parse(storage?.getItem(KEY) ?? 'null'));
    return read.success ? read.output : DEFAULTS;
  } catch {
    return DEFAULTS;
  }
}

/** Remembers the settings. Private windows and full disks may refuse; then they last as long as the page. */
export function writeSettings(storage: Pick<Storage, 'setItem'> | null, values: Settings): void {
  try {
    storage?.setItem(KEY, JSON.stringify(values));
  } catch {
    // The page works the same without a memory.
  }
}
