import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

const TINY = fileURLToPath(new URL('../fixtures/models-tiny/', import.meta.url));

/** Serves the tiny set as if it were the full one, at `models-full/` beside the page. */
export const serveTinySet = (page: Page): Promise<unknown> =>
  page.route('**/models-full/**', (route) => {
    const path = new URL(route.request().url()).pathname.replace(/.*\/models-full\//, '');
    const file = TINY + path.replace('-full/', '-tiny/');
    return existsSync(file)
      ? route.fulfill({ path: file, headers: { 'cross-origin-resource-policy': 'same-origin' } })
      : route.fulfill({ status: 404 });
  });
