/** The path of a Chromium that is there already, or null. */
export function findChromium(): string | null;
/** Finds Chromium or installs it; throws where neither works. */
export function ensureChromium(): string;
