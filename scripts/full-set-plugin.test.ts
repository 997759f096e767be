import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveFolder } from './full-set-plugin';

const root = mkdtempSync(join(tmpdir(), 'mhm-full-set-'));
let server: Server;
let url = '';

beforeAll(async () => {
  mkdirSync(join(root, 'models-full/joint-full/1'), { recursive: true });
  writeFileSync(join(root, 'models-full/joint-full/1/meta.json'), '{"a":1}');
  writeFileSync(join(root, 'secret'), 'secret');
  const serve = serveFolder(join(root, 'models-full'));
  server = createServer((request, response) =>
    serve(request, response, () => void response.writeHead(418).end()),
  );
  await new Promise<void>((resolve) => server.listen(0, () => resolve()));
  url = `http://localhost:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.close();
  rmSync(root, { recursive: true });
});

const META = 'models-full/joint-full/1/meta.json';
const get = (path: string, range?: string) => fetch(`${url}${path}`, range ? { headers: { range } } : {});

test('files of the full set, whole and in part', async () => {
  const whole = await get(META);
  expect(whole.headers.get('content-type')).toBe('application/json');
  expect(await whole.json()).toEqual({ a: 1 });
  const part = await get(META, 'bytes=2-3');
  expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
    206,
    'bytes 2-3/7',
    'a"',
  ]);
  expect((await get(META, 'bytes=9-12')).status).toBe(416);
});

test('what is not there is missing, not the front page; nothing outside the folder is served', async () => {
  expect((await get('models-full/joint-full/2/meta.json')).status).toBe(404);
  expect((await get('models-full/..%2fsecret')).status).toBe(404);
  expect((await get('models-full/joint-full')).status).toBe(404);
  expect((await get('index.html')).status).toBe(418);
});
