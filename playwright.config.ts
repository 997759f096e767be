import { defineConfig } from '@playwright/test';

const PORT = 4179;
/** Quiet: no browser of the tests talks to anything but the preview server. */
const QUIET = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--autoplay-policy=no-user-gesture-required',
];

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/help/mic-file.ts',
  // One at a time: each test loads the models and listens in real time on two cores.
  workers: 1,
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${PORT}/`,
    ...(process.env['MHM_CHROMIUM']
      ? { launchOptions: { executablePath: process.env['MHM_CHROMIUM'], args: QUIET } }
      : {}),
    trace: 'off',
  },
  webServer: {
    command: `npx vite preview --port ${PORT} --strictPort`,
    url: `http://localhost:${PORT}/`,
    reuseExistingServer: true,
    timeout: 60_000,
  },
});
