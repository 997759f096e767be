import * as v from 'valibot';
import { PlainError } from '../shared/plain-error';
import { inOrder, problemAt, readJsonLines, type JsonLine, type LineProblem } from './lines';
import {
  complaint,
  isEventKind,
  RECORD_VERSION,
  SCHEMAS,
  type RecordEvent,
  type RecordHeader,
  type RecordLine,
} from './schema';

/** A record as it was read: what could be used, and a sentence for every line that could not. */
export interface ReadRecord {
  /** Null when the file has none that can be used. */
  readonly header: RecordHeader | null;
  readonly events: readonly RecordEvent[];
  readonly problems: readonly LineProblem[];
}

/**
 * Reads a `session.jsonl`. A malformed line gives a problem and the others still load.
 * Throws a `PlainError` (`record-newer`) for a record of a later version, whose events could be misread.
 */
export function readRecord(text: string): ReadRecord {
  const { lines, problems } = readJsonLines(text);
  if (lines.length === 0 && problems.length === 0)
    return { header: null, events: [], problems: [{ line: 1, sentence: 'The file is empty.' }] };
  const events: RecordEvent[] = [];
  let header: RecordHeader | null = null;
  for (const json of lines) {
    const read = readLine(json);
    if ('problem' in read) problems.push(read.problem);
    else if (read.event.kind !== 'header') events.push(read.event);
    else if (header === null) header = read.event;
    else problems.push(problemAt(json.line, 'a record has only one header; this one is left out'));
  }
  if (header === null && !problems.some(({ line }) => line === 1))
    problems.push(problemAt(1, 'the header is missing; dials, packs and seed of the session are not known'));
  return { header, events, problems: inOrder(problems) };
}

type ReadLine = { readonly event: RecordLine } | { readonly problem: LineProblem };

function readLine({ line, value }: JsonLine): ReadLine {
  const fail = (what: string): ReadLine => ({ problem: problemAt(line, what) });
  if (!isFields(value)) return fail('it is not an event of a record');
  const kind = value['kind'];
  if (kind === 'header') refuseNewer(value['version']);
  else if (!isEventKind(kind)) return fail('its "kind" is not one that a record has');
  const read = v.safeParse(SCHEMAS[kind], value);
  if (read.success) return { event: read.output };
  return fail(`the "${kind}" event cannot be used: ${complaint(read.issues)}`);
}

function refuseNewer(version: unknown): void {
  if (typeof version !== 'number' || version <= RECORD_VERSION) return;
  throw new PlainError(
    'record-newer',
    `This session was recorded by a newer version of Mhm (format ${version}; this one reads up to ${RECORD_VERSION}).`,
    'Open it with that version, or update this one.',
  );
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
