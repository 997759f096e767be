import type { ClipControls } from '../flow';

/** A designer's controls as the record has them: null where nothing is asked for. */
export const controlFields = ({ forms, energy, polarity, surprisal }: ClipControls) => ({
  forms: forms ? [...forms] : null,
  energy: energy ?? null,
  polarity: polarity ?? null,
  surprisal: surprisal ?? null,
});

/** The same for the header, which says nothing where nothing is asked for. */
export const headerControls = (controls: ClipControls) =>
  Object.values(controlFields(controls)).every((value) => value === null)
    ? {}
    : { controls: controlFields(controls) };
