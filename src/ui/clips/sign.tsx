import { shapePath } from './map/signs';
import type { Sign } from './map/signs';

/** A form's sign beside its name; the same as on the map. */
export function FormSign({ sign }: { sign: Sign | undefined }) {
  if (!sign) return null;
  return (
    <svg viewBox="-7 -7 14 14" width="14" height="14" aria-hidden="true">
      <path d={shapePath(sign.shape, 5)} style={{ fill: `var(--${sign.colour})` }} />
    </svg>
  );
}
