/**
 * All checks: format, types, lint, unit tests, build, browser tests. Each is also a command of its own
 * (`npm run test:unit`…). Prints `N passed, N failed` alone on the last line; exits non-zero when anything failed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';

const folder = mkdtempSync(join(tmpdir(), 'mhm-test-'));
const env = { ...process.env, FORCE_COLOR: '0' };
let passed = 0;
let failed = 0;

/** Runs one npm script; a script without its own count counts as one. */
function step(name, args = [], count = null) {
  console.log(`\n== ${name}`);
  const run = spawnSync('npm', ['run', '--silent', `test:${name}`, '--', ...args], { stdio: 'inherit', env });
  const counted = count?.() ?? null;
  if (counted) {
    passed += counted.passed;
    failed += counted.failed;
    if (run.status !== 0 && counted.failed === 0) failed += 1;
  } else if (run.status === 0) passed += 1;
  else failed += 1;
}

/** Runs npm scripts without a count side by side; each one's words stand together. */
async function together(...names) {
  const runs = names.map(
    (name) =>
      new Promise((resolve) => {
        const run = spawn('npm', ['run', '--silent', `test:${name}`], { env });
        let said = '';
        for (const stream of [run.stdout, run.stderr]) stream.on('data', (text) => (said += text));
        run.on('close', (status) => resolve({ name, said, status }));
      }),
  );
  for (const { name, said, status } of await Promise.all(runs)) {
    console.log(`\n== ${name}\n${said}`);
    if (status === 0) passed += 1;
    else failed += 1;
  }
}

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
};

await together('format', 'types', 'lint');
const unit = join(folder, 'unit.json');
step('unit', ['--reporter=default', '--reporter=json', `--outputFile.json=${unit}`], () => {
  const report = readJson(unit);
  return report && { passed: report.numPassedTests, failed: report.numTotalTests - report.numPassedTests };
});
step('build');
try {
  env.MHM_CHROMIUM = ensureChromium();
  for (const [project, workers] of [
    ['pages', 2],
    ['live', 1],
  ]) {
    const browser = join(folder, `${project}.json`);
    env.PLAYWRIGHT_JSON_OUTPUT_FILE = browser;
    step('browser', [`--project=${project}`, `--workers=${workers}`, '--reporter=list,json'], () => {
      const stats = readJson(browser)?.stats;
      return stats && { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped };
    });
  }
} catch (error) {
  console.error(error.message);
  failed += 1;
}
rmSync(folder, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
