import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { servePage } from './serve';

test('the packs of the folder that was named are measured, not the project’s own, on an isolated page', async () => {
  const root = mkdtempSync(join(tmpdir(), 'mhm-measured-'));
  for (const folder of ['dist', 'packs']) mkdirSync(join(root, folder));
  writeFileSync(join(root, 'dist/index.html'), '<title>page</title>');
  writeFileSync(join(root, 'packs/meta.json'), '{"named":true}');
  const server = await servePage(join(root, 'packs'), join(root, 'dist'), 0);
  const url = `http://localhost:${(server.httpServer.address() as AddressInfo).port}/`;
  try {
    expect(await (await fetch(`${url}models-full/meta.json`)).json()).toEqual({ named: true });
    const page = await fetch(url);
    expect(await page.text()).toContain('<title>page</title>');
    expect(page.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  } finally {
    await server.close();
    rmSync(root, { recursive: true });
  }
});
