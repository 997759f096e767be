import { spawnSync } from 'node:child_process';
import type { BenchReport, PartName } from '../../src/bench';

/** Largest output of one part: a report is a few kilobytes. */
const MOST_BYTES = 1_000_000;

/** The parts on the command line, each in a process of its own, so that its memory is its own. Throws where one fails. */
export function measureCommandLine(folder: string, parts: readonly PartName[]): BenchReport {
  const reports = parts.map((part) => {
    console.error(`Node, ${part}…`);
    const args = ['run', '--silent', 'mhm', '--', 'bench', '--pack', 'full', '--models', folder];
    const run = spawnSync('npm', [...args, '--part', part, '--json'], {
      encoding: 'utf8',
      maxBuffer: MOST_BYTES,
    });
    if (run.status !== 0) throw new Error(`The bench of ${part} failed: ${run.stderr}`);
    return JSON.parse(run.stdout) as BenchReport;
  });
  const [first] = reports;
  if (first === undefined) throw new RangeError('There is a part to measure.');
  return { ...first, subjects: reports.flatMap(({ subjects }) => subjects) };
}
