/** Flags for Chromium in tests and measurements: quiet, so that it talks to nothing but the preview server. */
export const QUIET = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--autoplay-policy=no-user-gesture-required',
];

/** How Playwright launches the Chromium that `scripts/chromium.mjs` found, with more flags. */
export const launchOptions = (...flags: readonly string[]) => ({
  ...(process.env['MHM_CHROMIUM'] ? { executablePath: process.env['MHM_CHROMIUM'] } : {}),
  args: [...QUIET, ...flags],
});
