import { fileURLToPath } from 'node:url';
import { folderSource } from '../../cli/folder-source';
import type { PackSource } from '../../packs';

/** The packs of this repository. */
export const nodeSource = (): PackSource =>
  folderSource(fileURLToPath(new URL('../../../models/', import.meta.url)));
