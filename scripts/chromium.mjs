/** Finds a Chromium for the browser tests, or installs one: the tests need nothing but Node and npm beforehand. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of a Chromium that is there already, or null. `MHM_CHROMIUM` names one of your own. */
export function findChromium() {
  const own = process.env.MHM_CHROMIUM;
  if (own) {
    if (existsSync(own)) return own;
    throw new Error(`MHM_CHROMIUM names ${own}, which is not there.`);
  }
  for (const name of NAMES) {
    const found = spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { encoding: 'utf8' });
    const path = found.stdout?.trim().split('\n')[0];
    if (found.status === 0 && path) return path;
  }
  const bundled = chromium.executablePath();
  return [bundled, ...MAC].find((path) => existsSync(path)) ?? null;
}

/** Finds Chromium or installs it: by Playwright's own download or the system's package manager. */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const own = ['npx', ['playwright', 'install', 'chromium']];
  // As root, in a container, the package manager brings the libraries that a browser needs too.
  const attempts = process.getuid?.() === 0 ? [...aptCommands(), own] : [own, ...aptCommands()];
  for (const [command, args] of attempts) {
    console.error(`No Chromium found; trying: ${command} ${args.join(' ')}`);
    spawnSync(command, args, {
      stdio: ['ignore', 'ignore', 'ignore'],
      timeout: 400_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    const installed = findChromium();
    if (installed && runs(installed)) return installed;
  }
  throw new Error(
    'The browser tests need Chromium and none could be installed. Install Chromium or Chrome, or set MHM_CHROMIUM to its path.',
  );
}

function aptCommands() {
  if (spawnSync('which', ['apt-get']).status !== 0) return [];
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const run = (args) => {
    const [command, ...rest] = [...sudo, 'apt-get', ...args];
    return [command, rest];
  };
  return [run(['update', '-qq']), run(['install', '-y', '-qq', 'chromium', 'fonts-dejavu-core'])];
}

function runs(path) {
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}
