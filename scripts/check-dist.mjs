/** Checks the built page: sizes that static hosts take, no remote address in the page, no inline script, headers present. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Static hosts refuse larger files. */
const MAX_FILE_BYTES = 20_000_000;
/** All shipped files together. */
const MAX_TOTAL_BYTES = 125_000_000;
const problems = [];
let total = 0;
for (const path of readdirSync('dist', { recursive: true, encoding: 'utf8' })) {
  const stat = statSync(join('dist', path));
  if (!stat.isFile()) continue;
  if (!path.endsWith('.map')) total += stat.size;
  if (stat.size > MAX_FILE_BYTES)
    problems.push(`${path} has ${stat.size} bytes; no served file may exceed ${MAX_FILE_BYTES}.`);
}
if (total > MAX_TOTAL_BYTES) problems.push(`The built page has ${total} bytes; at most ${MAX_TOTAL_BYTES}.`);

const html = readFileSync('dist/index.html', 'utf8');
if (!html.includes('http-equiv="Content-Security-Policy"'))
  problems.push('index.html carries no Content-Security-Policy.');
if (/<script(?![^>]*\bsrc=)[^>]*>/.test(html)) problems.push('index.html has an inline script.');
if (/<style|\sstyle=/.test(html)) problems.push('index.html has an inline style.');
if (/(src|href)="(https?:)?\/\//.test(html)) problems.push('index.html loads something from another host.');
if (/(src|href)="\//.test(html))
  problems.push('index.html has an absolute path, which breaks under a sub-path.');

const headers = readFileSync('dist/_headers', 'utf8');
for (const name of ['Cross-Origin-Opener-Policy', 'Cross-Origin-Embedder-Policy', 'Content-Security-Policy'])
  if (!headers.includes(name)) problems.push(`_headers lacks ${name}.`);
if (!readFileSync('dist/sw.js', 'utf8').startsWith('self.__MHM_BUILD__={'))
  problems.push('sw.js has no list of files.');

for (const problem of problems) console.error(problem);
console.log(`dist: ${(total / 1e6).toFixed(1)} MB, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
