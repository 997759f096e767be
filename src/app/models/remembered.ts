import * as v from 'valibot';
import type { SetChoice } from './state';

/** What is remembered about the sets of models from visit to visit. */
export interface RememberedModels {
  readonly choice: SetChoice;
  /** Where the full set was last fetched from; empty for the page's own server. */
  readonly baseUrl: string;
}

const KEY = 'mhm-models';
const remembered = v.object({ choice: v.picklist(['small', 'full']), baseUrl: v.string() });
const DEFAULTS: RememberedModels = { choice: 'small', baseUrl: '' };

/** Reads the choice of set; what is missing or spoilt counts as never set. */
export function readModels(storage: Pick<Storage, 'getItem'> | null): RememberedModels {
  try {
    const read = v.safeParse(remembered, JSON.parse(storage?.getItem(KEY) ?? 'null'));
    return read.success ? read.output : DEFAULTS;
  } catch {
    return DEFAULTS;
  }
}

/** Remembers the choice of set. A browser may refuse; then it lasts as long as the page. */
export function writeModels(storage: Pick<Storage, 'setItem'> | null, values: RememberedModels): void {
  try {
    storage?.setItem(KEY, JSON.stringify(values));
  } catch {
    // The page works the same without a memory.
  }
}
