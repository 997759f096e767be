import type { LayersPoint } from './layers';
import { medianOf } from './layers';

const STYLE =
  'text{font:12px system-ui,sans-serif;fill:#555}.axis{stroke:#999;fill:none}.window{stroke:#c0562f}.one{stroke:#3a6ea5}' +
  'polyline{stroke-width:2;fill:none}';
const WIDTH = 520;
const HEIGHT = 260;
const LEFT = 48;
const BOTTOM = 40;
const TOP = 24;
/** Room for the names at the lines' ends. */
const RIGHT = 110;
const LINES = [
  ['window', 'whole window'],
  ['one', 'one token'],
] as const;

/** SVG: ms a call against the layers kept, for the whole window and for one token with the cache. */
export function layersFigure(points: readonly LayersPoint[]): string {
  const most = Math.max(...points.map(({ layers }) => layers));
  const top = 1.08 * Math.max(...points.map((point) => medianOf(point, 'window')));
  const x = (layers: number): number => LEFT + (layers / most) * (WIDTH - LEFT - RIGHT);
  const y = (ms: number): number => HEIGHT - BOTTOM - (ms / top) * (HEIGHT - BOTTOM - TOP);
  const lines = LINES.flatMap(([call, name]) => {
    const places = points.map((point) => [x(point.layers), y(medianOf(point, call))] as const);
    const [endX, endY] = places.at(-1) ?? [0, 0];
    const path = places.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ');
    return [
      `<polyline class="${call}" points="${path}"/>`,
      `<text x="${(endX + 8).toFixed(1)}" y="${(endY + 4).toFixed(1)}">${name}</text>`,
    ];
  });
  const ticks = points.map(
    ({ layers }) =>
      `<text x="${x(layers).toFixed(1)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${layers}</text>`,
  );
  const box = `viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${box} role="img" aria-label="Time of a call against the layers kept">`,
    `<style>${STYLE}</style>`,
    `<path class="axis" d="M${LEFT},${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}"/>`,
    `<text x="${LEFT}" y="14">ms a call, median</text>`,
    `<text x="${LEFT - 6}" y="${y(0) + 4}" text-anchor="end">0</text>`,
    `<text x="${LEFT - 6}" y="${(y(top / 1.08) + 4).toFixed(1)}" text-anchor="end">${Math.round(top / 1.08)}</text>`,
    ...lines,
    ...ticks,
    `<text x="${WIDTH - RIGHT}" y="${HEIGHT - 6}" text-anchor="end">layers kept, the first of ${most}</text>`,
    '</svg>\n',
  ].join('\n');
}
