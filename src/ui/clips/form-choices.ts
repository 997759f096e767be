import { CLIP_FORMS } from '../../app/clips/forms';

/** The forms a recording can have, as a list to pick from. */
export const FORM_CHOICES: readonly { readonly id: string; readonly label: string }[] = [
  ...CLIP_FORMS,
  'other',
].map((form) => ({ id: form, label: form }));
