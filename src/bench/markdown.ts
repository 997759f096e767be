import type { BenchReport, SubjectReport } from './report';
import {
  CALL_WORDS,
  deviceWords,
  loadWords,
  msWords,
  PART_WORDS,
  ratioWords,
  remarks,
  variantWords,
} from './words';

/** The report as a table in Markdown, with what it was measured on above and what can be said of it below. */
export function benchMarkdown(report: BenchReport, heading = '## Bench: the models on one machine'): string {
  const { machine, date, effort } = report;
  const gpu = 'name' in machine.gpu ? machine.gpu.name : 'no WebGPU';
  return [
    heading,
    '',
    `${date.slice(0, 10)}, ${machine.runs}, ${machine.cores} cores, ${gpu}, ${effort} run. Times are ms a call, median and 95th percentile after`,
    'warming up; the calls of one part take turns, and ratios are those of the medians to the first call.',
    '',
    '| part | on | call | calls | median | 95 % | ratio |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...report.subjects.flatMap(subjectLines),
    '',
    ...remarks(report),
    '',
  ].join('\n');
}

function subjectLines({ subject, outcome }: SubjectReport): readonly string[] {
  const name = `${PART_WORDS[subject.part]} (${subject.packs.join(', ')}), ${variantWords(subject)}`;
  if (outcome.kind === 'left-out')
    return [`| ${name} | ${subject.device} | ${cell(outcome.sentence)} |  |  |  |  |`];
  return outcome.rows.map(({ call, timing, ratio }, index) => {
    const [first, on] =
      index === 0 ? [`${name}; ${loadWords(outcome)}`, cell(deviceWords(outcome.on))] : ['', ''];
    const numbers = [timing.calls, msWords(timing.medianMs), msWords(timing.p95Ms)].join(' | ');
    return `| ${first} | ${on} | ${CALL_WORDS[call]} | ${numbers} | ${ratio === null ? '' : ratioWords(ratio.value)} |`;
  });
}

/** Text that cannot break out of its cell. */
const cell = (text: string): string => text.replaceAll('|', '/').replaceAll(/\s+/g, ' ');
