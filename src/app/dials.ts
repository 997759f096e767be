import type { Dials } from '../flow';

/** Dials from a control, kept inside 0..1 and in steps of a hundredth. */
export const clampDials = ({ bc, tc }: Dials): Dials => ({ bc: clamp(bc), tc: clamp(tc) });

const clamp = (value: number): number =>
  Number.isFinite(value) ? Math.round(Math.min(1, Math.max(0, value)) * 100) / 100 : 0;
