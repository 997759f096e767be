import { PlainError } from '../../shared/plain-error';

/** An address that somebody typed, as a folder's; `ifEmpty` for none. Throws a `PlainError` (`pack-url`). */
export function folderAddress(typed: string, ifEmpty: string): string {
  const trimmed = typed.trim();
  if (trimmed === '') return ifEmpty;
  const folder = trimmed.endsWith('/') ? trimmed : `${trimmed}/`;
  if (URL.canParse(folder) && /^https?:/.test(folder)) return new URL(folder).href;
  throw new PlainError(
    'pack-url',
    'That is not an address of a folder.',
    'Give one that begins with https://.',
  );
}
