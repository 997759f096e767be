import type { Ms } from '../../shared/units';

/** Waits between tries of a transfer that brings nothing; a server that is restarted is back by the last. */
const DELAYS_MS: readonly Ms[] = [500, 1000, 2000, 4000];

/** How long to wait after `failures` tries in a row that brought no byte; null when it is time to say so. */
export const retryDelayMs = (failures: number): Ms | null => DELAYS_MS[failures - 1] ?? null;
