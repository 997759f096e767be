/** Puts `docs/results.md` together from the sections that the measuring commands wrote to `docs/results/`. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'docs/results';
/** In the order of the flow; whatever else is there follows. */
const ORDER = [
  'words',
  'live',
  'heard',
  'decision',
  'decision-accuracy',
  'decision-figures',
  'decision-protocol',
  'mirror',
  'clips',
  'clips-joint',
  'clips-page',
  'bench',
  'full-pack',
  'full-bench',
];

const present = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.md'))
  .map((name) => name.replace('.md', ''));
const names = [
  ...ORDER.filter((name) => present.includes(name)),
  ...present.filter((name) => !ORDER.includes(name)),
];
// Figures lie beside the sections; from here they are one folder away.
const sections = names.map((name) =>
  readFileSync(join(FOLDER, `${name}.md`), 'utf8')
    .trim()
    .replaceAll(/\]\((?=[\w-]+\.svg\))/g, '](results/'),
);
const head = `# Results

Each section was written by the command that it names; \`npm run results\` puts them together. Figures are from the project's own machines:
two shared CPU cores, no GPU. Timings there are noisy, so ratios within one run say more than milliseconds.`;
writeFileSync('docs/results.md', `${[head, ...sections].join('\n\n')}\n`);
console.log(`docs/results.md: ${names.join(', ')}`);
