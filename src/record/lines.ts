/** One line that could not be used: its number from 1, and a plain sentence that names it. */
export interface LineProblem {
  readonly line: number;
  readonly sentence: string;
}

/** A line that is JSON, with its number. */
export interface JsonLine {
  readonly line: number;
  readonly value: unknown;
}

export const problemAt = (line: number, what: string): LineProblem => ({
  line,
  sentence: `Line ${line}: ${what}.`,
});

/**
 * The JSON values of a text with one value a line. A byte order mark, CRLF and blank lines are fine; a line that is not JSON
 * becomes a problem and the others are still read. The sentences never quote the line.
 */
export function readJsonLines(text: string): { lines: JsonLine[]; problems: LineProblem[] } {
  const raw = text.replace(/^\u{feff}/u, '').split('\n');
  const lines: JsonLine[] = [];
  const problems: LineProblem[] = [];
  for (const [index, content] of raw.entries()) {
    const trimmed = content.trim();
    if (trimmed === '') continue;
    const line = index + 1;
    try {
      lines.push({ line, value: JSON.parse(trimmed) as unknown });
    } catch {
      const cutOff = index === raw.length - 1 && trimmed.startsWith('{') && !trimmed.endsWith('}');
      problems.push(problemAt(line, cutOff ? 'it is cut off; the file may be incomplete' : 'it is not JSON'));
    }
  }
  return { lines, problems };
}

/** Problems in the order of their lines. */
export const inOrder = (problems: readonly LineProblem[]): LineProblem[] =>
  problems.toSorted((one, other) => one.line - other.line);
