import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { badHost } from './bad-host';

const TINY = fileURLToPath(new URL('../fixtures/hub-tiny/', import.meta.url));
const MAIN = '/resolve/main/';

/** The built page, and beside it a server laid out like the hub with recognisers that know nothing; misbehaves as it is told. */
export async function hubHost({ listing = true } = {}) {
  const host = await badHost();
  host.files.clear();
  const listed = new Map<string, object[]>();
  for (const path of readdirSync(TINY, { recursive: true, encoding: 'utf8' })) {
    const url = path.split(sep).join('/');
    if (!/\.(json|onnx)$/.test(url)) continue;
    const bytes = readFileSync(join(TINY, path));
    host.files.set(url, bytes);
    const [repository = '', file = ''] = url.split(MAIN);
    const oid = createHash('sha256').update(bytes).digest('hex');
    // As the hub does it: large files are kept aside and have a checksum.
    const lfs = url.endsWith('.onnx') ? { lfs: { oid, size: bytes.length } } : {};
    const entry = { type: 'file', path: file, size: bytes.length, ...lfs };
    listed.set(repository, [...(listed.get(repository) ?? []), entry]);
  }
  if (listing)
    for (const [repository, entries] of listed)
      host.files.set(`api/models/${repository}/tree/main`, Buffer.from(JSON.stringify(entries)));
  return { ...host, hubUrl: `${host.url}models-full/` };
}
