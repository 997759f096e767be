/** Runs the browser tests with a Chromium that was found or installed. */
import { spawnSync } from 'node:child_process';
import { ensureChromium } from './chromium.mjs';

const env = { ...process.env, MHM_CHROMIUM: ensureChromium() };
const run = spawnSync('npx', ['playwright', 'test', ...process.argv.slice(2)], { stdio: 'inherit', env });
process.exit(run.status ?? 1);
