import { afterEach, expect, test, vi } from 'vitest';
import type { PlainError } from '../../shared/plain-error';
import { createScope } from '../../shared/scope';
import { createFakePackHost } from '../../testing/fake-pack-host';
import type { FakePackHost } from '../../testing/fake-pack-host';
import type { PackMeta } from '../meta';
import { findPacks } from './find';
import { watchPolicy } from './policy-watch';

const scope = createScope();
afterEach(() => vi.useRealTimers());

const all = (meta: PackMeta): readonly string[] => meta.files.map(({ path }) => path);

/** Looks for the host's pack; `target` is where the browser tells of policy violations. */
const find = (host: FakePackHost, id = host.id, target = new EventTarget()) =>
  findPacks(
    {
      place: { kind: 'url', baseUrl: host.baseUrl },
      scope,
      own: 'https://page.example',
      policy: watchPolicy(scope, target),
      fetchFn: host.fetch,
    },
    new AbortController().signal,
    [id],
    all,
  );

const fault = (found: Promise<unknown>): Promise<PlainError> =>
  found.then(
    () => expect.fail('it was found'),
    (error: unknown) => error as PlainError,
  );

test('a pack is found with the size of its wanted files; only its description is read', async () => {
  const host = createFakePackHost();
  const [found] = await find(host);
  expect(found).toMatchObject({
    id: host.id,
    totalBytes: 2617,
    files: ['weights.bin', 'tiny.json', 'empty.bin'],
  });
  expect(host.asked).toEqual([{ path: 'meta.json', range: null }]);
});

test('a web page, a missing, a refused, and a silent description each have their sentence', async () => {
  const host = createFakePackHost();
  host.answer(
    'meta.json',
    { kind: 'html' },
    { kind: 'status', status: 404 },
    { kind: 'status', status: 403 },
  );
  expect((await fault(find(host))).code).toBe('pack-html');
  expect((await fault(find(host))).code).toBe('pack-missing');
  expect((await fault(find(host))).code).toBe('pack-refused');
  host.answer('meta.json', { kind: 'stall', afterBytes: 10 });
  vi.useFakeTimers();
  const stalled = fault(find(host));
  await vi.advanceTimersByTimeAsync(30_000);
  expect((await stalled).code).toBe('pack-stalled');
});

test('another host that gives no answer: CORS, unless the policy was what stopped it', async () => {
  const host = createFakePackHost();
  host.answer('meta.json', { kind: 'refuse' });
  expect((await fault(find(host))).code).toBe('pack-cors');
  const target = new EventTarget();
  const blocked = fault(find(host, host.id, target));
  target.dispatchEvent(
    Object.assign(new Event('securitypolicyviolation'), {
      blockedURI: `${host.baseUrl}joint-full/2/meta.json`,
    }),
  );
  const { code, sentence } = await blocked;
  expect(code).toBe('pack-blocked');
  expect(sentence).toContain('MHM_CONNECT="https://models.example"');
});

test.each([
  ['of a newer format', { format: 2 }, 'pack-newer', /format 2/],
  ['without a kind', { kind: 'nonsense' }, 'pack-malformed', /"kind"/],
  ['of another pack', { name: 'affect-full' }, 'pack-malformed', /another pack, affect-full@2/],
  [
    'with a file that would leave its folder',
    { files: [{ path: '../x', bytes: 1, sha256: 'a'.repeat(64) }] },
    'pack-malformed',
    /no file may be called so/,
  ],
  [
    'with the name of a file of the store',
    { files: [{ path: 'ledger.jsonl', bytes: 1, sha256: 'a'.repeat(64) }] },
    'pack-malformed',
    /no file may be called so/,
  ],
  [
    'with a size that is no number of bytes',
    { files: [{ path: 'x', bytes: 1.5, sha256: 'a'.repeat(64) }] },
    'pack-malformed',
    /no number of bytes/,
  ],
  [
    'whose parts are not the whole',
    {
      files: [
        {
          path: 'x',
          bytes: 5,
          sha256: 'a'.repeat(64),
          parts: [{ path: 'y', bytes: 4, sha256: 'b'.repeat(64) }],
        },
      ],
    },
    'pack-malformed',
    /parts have 4 bytes, the whole 5/,
  ],
])('a description %s is refused', async (_, change, code, sentence) => {
  const host = createFakePackHost(1000, (meta) => ({ ...meta, ...change }));
  const error = await fault(find(host));
  expect(error.code).toBe(code);
  expect(error.message).toMatch(sentence);
});

test('a description that is cut off is refused, and a connection that breaks is told as such', async () => {
  const host = createFakePackHost();
  host.answer('meta.json', { kind: 'short', afterBytes: 50 }, { kind: 'cut', afterBytes: 50 });
  expect((await fault(find(host))).message).toMatch(/not JSON/);
  expect((await fault(find(host))).code).toBe('pack-unreachable');
});
