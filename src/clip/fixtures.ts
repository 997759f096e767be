import type { Recording } from '../flow';
import type { ClipBank } from './bank';

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
    fit: {
      forms: FORMS,
      windowWords: 12,
      bias: [1, 1, 0, -1, -1],
      weights: new Map([
        ['won', [0, 0, 0, 4, 1]],
        ['$know', [0, 0, 3, 0, 0]],
        ['#short', [1, 0, 0, 0, 0]],
        ['#question', [0, -1, 1, 0, 0]],
      ]),
    },
    sound: () => Promise.resolve({ samples: new Float32Array(1), rateHz: 24_000 }),
    fetchAll: () => Promise.resolve(),
  };
}
