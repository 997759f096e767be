import { defineConfig } from '@playwright/test';
import { launchOptions } from './e2e/help/browser.ts';

const PORT = 4179;
const PAGES = /(bench|clips|faults|full-load|full-run|hub|hub-states|ui|ui-states)\.spec\.ts/;
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/help/mic-file.ts',
  // One at a time: most load the models and listen in real time on two cores.
  workers: 1,
  fullyParallel: false,
  projects: [
    // None listens for long: two workers will do (`scripts/test.mjs`).
    { name: 'pages', testMatch: PAGES },
    { name: 'live', testMatch: '**/*.spec.ts', testIgnore: PAGES },
  ],
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${PORT}/`,
    launchOptions: launchOptions(),
    trace: 'off',
  },
  webServer: {
    command: `npx vite preview --port ${PORT} --strictPort`,
    url: `http://localhost:${PORT}/`,
    reuseExistingServer: true,
    timeout: 60_000,
  },
});
