import { SCHEMAS, type RecordLine } from './schema';

/**
 * One line of the record, without the line break. The same event gives the same bytes: known fields stand in the schema's
 * order, all others in alphabetical order; times are whole ms, levels have two decimals, probabilities and the rest four.
 */
export function recordLine(event: RecordLine): string {
  const known = Object.keys(SCHEMAS[event.kind].entries);
  const rest = Object.keys(event)
    .filter((key) => !known.includes(key))
    .toSorted();
  const fields = [...known, ...rest]
    .map((key) => [key, event[key]] as const)
    .filter(([, value]) => value !== undefined);
  return JSON.stringify(Object.fromEntries(fields.map(([key, value]) => [key, tidy(key, value)])));
}

function tidy(key: string, value: unknown): unknown {
  if (typeof value === 'number') return rounded(value, decimalsOf(key));
  if (Array.isArray(value)) return value.map((item) => tidy(key, item));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(fields.map(([name, inner]) => [name, tidy(name, inner)]));
}

const decimalsOf = (key: string): number => (key.endsWith('_ms') ? 0 : key.endsWith('_db') ? 2 : 4);

/** A number that JSON cannot hold becomes null, so that one bad number never costs the rest of a session. */
function rounded(value: number, decimals: number): number | null {
  if (!Number.isFinite(value)) return null;
  const scale = 10 ** decimals;
  const scaled = Math.round(value * scale) / scale;
  return Number.isFinite(scaled) ? scaled : value;
}
