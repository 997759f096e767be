/**
 * How well the page's pitch tracker agrees with the published dimensions of the FiCa recordings (Qian and Skantze used REAPER):
 * `tsx scripts/measure-pitch.ts FICA_FOLDER [EVERY]`. Prints one JSON line.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PITCH_STEP_MS, semitones, trackPitch } from '../src/app/clips/pitch';
import { decodeSound } from '../src/pipeline';

const [folder = '', every = '1'] = process.argv.slice(2);
const [head = '', ...lines] = readFileSync(join(folder, 'published_dimensions.csv'), 'utf8')
  .trim()
  .split(/\r?\n/);
const names = head.split(',');
const pairs = { voiced_frames: [], range_st: [], mean_st: [] } as Record<string, [number, number][]>;
let unvoiced = 0;
for (const line of lines.filter((_, at) => at % Number(every) === 0)) {
  const row = Object.fromEntries(line.split(',').map((value, at) => [names[at] ?? '', value]));
  if (row['dataset'] !== 'FiCa') continue;
  const name = basename(row['file'] ?? '').replace(/\.wav$/, '.flac');
  const track = trackPitch(await decodeSound(readFileSync(join(folder, name))));
  if (track.meanHz === null || track.rangeSt === null) {
    unvoiced += 1;
    continue;
  }
  pairs['voiced_frames']?.push([Number(row['dim_pitch_length']), track.voicedMs / PITCH_STEP_MS]);
  pairs['range_st']?.push([Number(row['dim_pitch_range']), track.rangeSt]);
  // Published in semitones above 1 Hz.
  pairs['mean_st']?.push([Number(row['dim_pitch_mean']), semitones(1, track.meanHz)]);
}

/** Pearson's correlation of the pairs. */
function correlation(values: readonly (readonly [number, number])[]): number {
  const mean = (at: 0 | 1): number => values.reduce((sum, pair) => sum + pair[at], 0) / values.length;
  const [a, b] = [mean(0), mean(1)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [x, y] of values) {
    ab += (x - a) * (y - b);
    aa += (x - a) ** 2;
    bb += (y - b) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

console.log(
  JSON.stringify({
    recordings: pairs['mean_st']?.length,
    unvoiced,
    ...Object.fromEntries(
      Object.entries(pairs).map(([name, values]) => [
        name,
        {
          correlation: Number(correlation(values).toFixed(3)),
          published_median: Number(median(values.map(([published]) => published)).toFixed(2)),
          tracked_median: Number(median(values.map(([, tracked]) => tracked)).toFixed(2)),
          median_difference: Number(median(values.map(([x, y]) => Math.abs(x - y))).toFixed(2)),
        },
      ]),
    ),
  }),
);
