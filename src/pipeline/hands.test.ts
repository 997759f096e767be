import { beforeAll, expect, test } from 'vitest';
import { loadClipBank } from '../clip';
import type { ClipBank, EmbeddedContext } from '../clip';
import type { Turn } from '../flow';
import { openPack, SMALL_SET, TINY_SET } from '../packs';
import { seededRandom } from '../shared/random';
import { createScope } from '../shared/scope';
import { nodeSource, tinySource } from '../testing/node/models';
import { loadHands } from './hands';
import type { Hands } from './hands';

/** Nothing is played here. */
const decode = () => Promise.resolve({ samples: new Float32Array(1), rateHz: 24_000 });
const TURNS: readonly Turn[] = [{ speaker: 'you', text: 'so we took the early train' }];

let hands: Hands;
let full: ClipBank;
beforeAll(async () => {
  hands = await loadHands({
    clips: await openPack(nodeSource(), SMALL_SET.clips),
    voice: await openPack(nodeSource(), SMALL_SET.voice),
    decode,
  });
  full = await loadClipBank(await openPack(tinySource(), TINY_SET.clips), decode);
});

/** Forty choices after a context, a minute apart. */
async function choices(latest: EmbeddedContext | null) {
  const session = hands.session({
    scope: createScope(),
    random: seededRandom(5),
    context: { hear: () => Promise.resolve(), latest: () => latest },
    levelDbfs: () => null,
  });
  const made = [];
  for (let minute = 1; minute <= 40; minute++)
    made.push(await session.chooseClip(TURNS, [], minute * 61_000));
  return made;
}

/** In the full set's space, right at one of its recordings. */
const inFull = (): EmbeddedContext => {
  const { vector = [] } = full.recordings[3] ?? {};
  const forms = Object.fromEntries(full.forms.map((form) => [form, 1 / full.forms.length]));
  return { space: 'full', vector, forms };
};

test('a context of the full set’s space is answered with the recordings that have places there', async () => {
  hands.useFullBank(full);
  const files = new Set(full.recordings.map(({ file }) => file));
  const made = await choices(inFull());
  expect(made.every(({ recording }) => files.has(recording.file))).toBe(true);
  expect(made.every(({ why }) => typeof why['joint_score'] === 'number')).toBe(true);
  // The nearest is said the most.
  const counts = [...files].map((file) => made.filter(({ recording }) => recording.file === file).length);
  expect(Math.max(...counts)).toBe(
    made.filter(({ recording }) => recording.file === full.recordings[3]?.file).length,
  );
});

test('while the small set places contexts, and after the full one was given up, the shipped bank speaks', async () => {
  const small = { space: 'small', vector: [], forms: { yeah: 0.5, mhm: 0.5 } } as const;
  hands.useFullBank(full);
  const before = await choices(small);
  hands.useFullBank(null);
  const after = await choices(small);
  for (const made of [before, after])
    expect(new Set(made.map(({ recording }) => recording.file)).size).toBeGreaterThan(8);
  // A context from before the end may still be the latest: its forms count, its place compares with nothing.
  const late = await choices(inFull());
  expect(late.every(({ why }) => !('joint_score' in why))).toBe(true);
});

test('a person’s own bank speaks whoever places the contexts', async () => {
  hands.useFullBank(full);
  await hands.useBank({
    id: 'mine',
    bytes: () => Promise.resolve(new Uint8Array(1)),
    json: () =>
      Promise.resolve({
        forms: ['mhm'],
        recordings: [{ file: 'mine.wav', form: 'mhm', delivery: '', duration_ms: 300, rms_db: -20 }],
      }),
  });
  const made = await choices(inFull());
  expect(new Set(made.map(({ recording }) => recording.file))).toEqual(new Set(['mine.wav']));
  await hands.useBank(null);
});
