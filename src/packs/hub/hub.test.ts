import { afterEach, describe, expect, it, vi } from 'vitest';
import { createScope } from '../../shared/scope';
import { STALL_MS } from '../store/fetch-unit';
import { UNTOLD_SHA256 } from '../store/units';
import { hubBlocked } from './allowed';
import { HUB_RECOGNISERS, HUB_URL } from './catalogue';
import { describeHub, HUB_FILES, hubFileName } from './describe';

const scope = createScope();
const SHA = 'ab'.repeat(32);
const recogniser = HUB_RECOGNISERS[0] ?? {
  id: 'moonshine-base',
  name: '',
  repository: '',
  architecture: 'moonshine',
  licence: '',
};
const asked: string[] = [];
afterEach(() => asked.splice(0));

/** Asks a made hub; `answer` is told the address. */
const describeFrom = (answer: (url: string, method: string) => Response, stopped = false) =>
  describeHub(
    {
      scope,
      own: 'https://page.test',
      policy: { stopped: () => Promise.resolve(stopped) },
      fetchFn(input, init) {
        const url = input instanceof Request ? input.url : new URL(input).href;
        asked.push(url);
        return Promise.resolve().then(() => answer(url, init?.method ?? 'GET'));
      },
    },
    recogniser,
    'https://hub.test/',
    new AbortController().signal,
  );
const listing = JSON.stringify(
  HUB_FILES.map((path) =>
    path.endsWith('.onnx')
      ? { type: 'file', path, size: 130, lfs: { oid: SHA, size: 20_000_000 } }
      : { type: 'file', path, size: 1000 },
  ),
);

describe('describeHub', () => {
  it('takes sizes and checksums from the hub’s own listing, in one request', async () => {
    const found = await describeFrom(() => new Response(listing));
    expect(asked).toEqual([
      'https://hub.test/api/models/onnx-community/moonshine-base-ONNX/tree/main?recursive=true',
    ]);
    expect(found.totalBytes).toBe(40_000_000 + 5000);
    expect(found.checkedBytes).toBe(40_000_000);
    expect(found.id).toBe('hub-moonshine-base@1');
    expect(found.files).toContain('decoder_model_merged_quantized.onnx');
    expect(found.place).toMatchObject({
      urls: {
        'hub-moonshine-base/1/encoder_model_quantized.onnx':
          'https://hub.test/onnx-community/moonshine-base-ONNX/resolve/main/onnx/encoder_model_quantized.onnx',
      },
    });
  });

  it('asks a server without a listing file by file, and takes the checksum where it tells one', async () => {
    const found = await describeFrom((url, method) => {
      if (method !== 'HEAD')
        return new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } });
      const linked = url.includes('encoder') ? { 'x-linked-etag': `"${SHA}"`, 'x-linked-size': '7000' } : {};
      return new Response(null, { headers: { 'content-length': '50', ...linked } });
    });
    expect(asked).toHaveLength(1 + HUB_FILES.length);
    expect(found.totalBytes).toBe(7000 + 50 * (HUB_FILES.length - 1));
    expect(found.checkedBytes).toBe(7000);
    expect(found.meta.files.find(({ path }) => path === 'config.json')?.sha256).toBe(UNTOLD_SHA256);
  });

  it.each([
    ['pack-missing', () => new Response(null, { status: 404 }), false],
    ['pack-refused', () => new Response(null, { status: 403 }), false],
    ['pack-html', (_: string, method: string) => page(method), false],
    ['pack-size', () => new Response(null), false],
    ['pack-cors', fails, false],
    ['pack-blocked', fails, true],
  ] as const)('says %s', async (code, answer, stopped) => {
    await expect(describeFrom(answer, stopped)).rejects.toMatchObject({ code });
  });

  it('gives up a hub that says nothing more', async () => {
    vi.useFakeTimers();
    const refused = expect(describeFrom(() => new Response(new ReadableStream()))).rejects.toMatchObject({
      code: 'pack-stalled',
    });
    await vi.advanceTimersByTimeAsync(STALL_MS);
    await refused;
    vi.useRealTimers();
  });

  it('puts every file of a folder beside the others, by names that differ', () => {
    expect(new Set(HUB_FILES.map(hubFileName)).size).toBe(HUB_FILES.length);
  });
});

const page = (method: string): Response =>
  new Response(method === 'HEAD' ? null : '[]', {
    headers: { 'content-type': 'text/html', 'content-length': '9' },
  });

function fails(): Response {
  throw new TypeError('Failed to fetch');
}

describe('hubBlocked', () => {
  const origin = 'https://page.test';

  it('asks for the hosts that large files come from too, where the hub is not named', () => {
    expect(hubBlocked(HUB_URL, { origin, listed: [] })).toMatchObject({
      code: 'hub-blocked',
      message: expect.stringContaining('huggingface.co'),
      todo: expect.stringContaining('MHM_CONNECT="https://huggingface.co https://*.hf.co"'),
    });
  });

  it.each([
    ['https://page.test/hub/', []],
    [HUB_URL, ['https://huggingface.co', 'https://*.hf.co']],
    ['https://us.aws.cdn.hf.co/', ['https://*.hf.co']],
    ['http://localhost:8080/', ['http://localhost:8080']],
  ])('lets %s be', (url, listed) => {
    expect(hubBlocked(url, { origin, listed })).toBeNull();
  });

  it.each([
    ['https://hf.co.example.org/', ['https://*.hf.co']],
    ['http://us.hf.co/', ['https://*.hf.co']],
    ['https://other.test/', ['https://page.test']],
  ])('blocks %s', (url, listed) => {
    expect(hubBlocked(url, { origin, listed })?.todo).toContain('MHM_CONNECT=');
  });
});
