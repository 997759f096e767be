/** Shapes that differ at 9 pixels and without colour. */
const SHAPES = ['circle', 'square', 'triangle'] as const;
type Shape = (typeof SHAPES)[number] | 'diamond';

/** How a form is drawn: one of six hues that the common colour blindnesses tell apart, and a shape. */
export interface Sign {
  /** The custom property of its colour, without the dashes. */
  readonly colour: string;
  readonly shape: Shape;
}

const HUES = 6;
const OTHER: Sign = { colour: 'map-other', shape: 'diamond' };

/** The sign of the form at a place in the list of forms; neighbours in the alphabet differ in hue. */
const signAt = (place: number): Sign =>
  place < 0 || place >= HUES * SHAPES.length
    ? OTHER
    : { colour: `map-${(place % HUES) + 1}`, shape: SHAPES[Math.floor(place / HUES)] ?? 'circle' };

/** Signs for the forms of a bank. */
export const signsOf = (forms: readonly string[]): ReadonlyMap<string, Sign> =>
  new Map(forms.map((form, place) => [form, form === 'other' ? OTHER : signAt(place)]));

/** A shape's path of this radius around 0; shapes have about the same area. */
export function shapePath(shape: Shape, radius: number): string {
  const at = (x: number, y: number): string => `${(x * radius).toFixed(2)} ${(y * radius).toFixed(2)}`;
  switch (shape) {
    case 'circle':
      return `M${at(-1, 0)}A${at(1, 1)} 0 1 0 ${at(1, 0)}A${at(1, 1)} 0 1 0 ${at(-1, 0)}Z`;
    case 'square':
      return `M${at(-0.89, -0.89)}L${at(0.89, -0.89)}L${at(0.89, 0.89)}L${at(-0.89, 0.89)}Z`;
    case 'triangle':
      return `M${at(0, -1.2)}L${at(1.15, 0.8)}L${at(-1.15, 0.8)}Z`;
    case 'diamond':
      return `M${at(0, -1.25)}L${at(1.25, 0)}L${at(0, 1.25)}L${at(-1.25, 0)}Z`;
    default:
      return shape satisfies never;
  }
}
