/**
 * Measures the full set in a folder (default `models-full`): on the command line, against the layers kept, and in the built page in
 * Chromium with an emulated GPU. Writes `docs/results/full-bench.{json,md}` and `full-bench-layers.svg`. `npm run build` first; leave
 * the machine alone meanwhile. `--only command-line|layers|page` measures that anew and keeps the rest; `--dist` names another build,
 * `--profile` a browser profile to keep, so that the set is fetched once.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { measureCommandLine } from './measure-full/command-line';
import { measureLayers } from './measure-full/layers';
import { layersFigure } from './measure-full/layers-figure';
import { measurePage } from './measure-full/page';
import { fullSection, type FullFigures } from './measure-full/section';

const RESULTS = 'docs/results/full-bench';
const PARTS = ['small-decision', 'full-decision', 'full-voice'] as const;

const { values, positionals } = parseArgs({
  options: {
    only: { type: 'string' },
    dist: { type: 'string', default: 'dist' },
    profile: { type: 'string' },
  },
  allowPositionals: true,
});
const [folder = 'models-full'] = positionals;
const wanted = (what: string): boolean => values.only === undefined || values.only === what;

let figures: FullFigures = existsSync(`${RESULTS}.json`)
  ? (JSON.parse(readFileSync(`${RESULTS}.json`, 'utf8')) as FullFigures)
  : {};
/** Written after each, so that a run that is cut off loses only its last. */
const add = (more: FullFigures): void => {
  figures = { ...figures, ...more };
  writeFileSync(`${RESULTS}.json`, `${JSON.stringify(figures, null, 2)}\n`);
  writeFileSync(`${RESULTS}.md`, `${fullSection(figures).trim()}\n`);
  if (figures.layers && figures.layers.length > 0)
    writeFileSync(`${RESULTS}-layers.svg`, layersFigure(figures.layers));
};

if (wanted('command-line')) add({ commandLine: measureCommandLine(folder, PARTS), load: loadavg()[0] ?? 0 });
if (wanted('layers')) add({ layers: await measureLayers(folder) });
if (wanted('page')) add({ page: await measurePage(folder, values.dist, values.profile ?? null) });
add({});
console.log(fullSection(figures));
// The runtime's threads would keep the process alive.
process.exit(0);
