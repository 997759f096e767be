import type { Recording } from '../flow';
import type { ClipBank } from './bank';
import type { EmbeddedContext } from './encoder';

/** The forms of a made-up bank. */
export const FORMS = ['yeah', 'mhm', 'right', 'wow', 'really'] as const;
const DELIVERIES = ['falling', 'rising', 'soft', 'lively', 'surprised'] as const;

/** A bank of `copies` recordings of every form in every delivery; soft ones are 7 dB softer. */
export function fakeBank(copies = 2): ClipBank {
  const recordings: Recording[] = FORMS.flatMap((form) =>
    DELIVERIES.flatMap((delivery) =>
      Array.from({ length: copies }, (_, copy) => ({
        file: `${form}-${delivery}-${copy + 1}.flac`,
        form,
        delivery,
        durationMs: 400,
        rmsDbfs: delivery === 'soft' ? -27 : -20,
      })),
    ),
  );
  return {
    forms: FORMS,
    recordings,
    sound: () => Promise.resolve({ samples: new Float32Array(1), rateHz: 24_000 }),
    fetchAll: () => Promise.resolve(),
  };
}

/** A context after which the forms have these probabilities were all equally frequent; the others share the rest. */
export function fakeContext(known: Readonly<Record<string, number>>): EmbeddedContext {
  const others = FORMS.filter((form) => known[form] === undefined);
  const left = 1 - Object.values(known).reduce((one, other) => one + other, 0);
  const rest = Object.fromEntries(others.map((form) => [form, left / others.length]));
  return { space: 'small', vector: [], forms: { ...rest, ...known } };
}
