import { fileURLToPath } from 'node:url';
import { folderSource } from '../../cli/folder-source';
import type { PackSource } from '../../packs';

/** The packs of this repository. */
export const nodeSource = (): PackSource =>
  folderSource(fileURLToPath(new URL('../../../models/', import.meta.url)));

/** The full set in its toy size. */
export const tinySource = (): PackSource =>
  folderSource(fileURLToPath(new URL('../../../e2e/fixtures/models-tiny/', import.meta.url)));
