import { hex } from '../sha256';
import { takeUp } from './fetch-unit';
import { fileOf, packFolder } from './folder';
import type { StoreFolder } from './folder';
import { openPackFiles } from './pack-files';
import { keptOf } from './stored';
import { isRight, META, unitsOf } from './units';

/**
 * Reads every kept byte of these packs again and compares checksums. What is wrong counts as not there from then on, so that the
 * next download fetches that alone. Gives how many units were wrong. Worker only.
 */
export async function checkPacks(
  root: StoreFolder,
  ids: readonly string[],
  onProgress: (checkedBytes: number) => void,
): Promise<number> {
  let wrong = 0;
  let checkedBytes = 0;
  for (const id of ids) {
    const kept = await keptOf(id, root);
    const folder = await packFolder(root, id);
    const metaText = folder && (await (await fileOf(folder, META))?.text());
    if (!kept || !metaText) continue;
    const files = await openPackFiles(root, id, metaText, kept.files);
    try {
      for (const name of kept.files) {
        const file = await files.open(name);
        try {
          for (const unit of unitsOf(id, kept.meta, [name])) {
            if (!files.ledger.of(unit).verified) continue;
            const { have, hash } = takeUp(file, unit, unit.bytes);
            if (have !== unit.bytes || !isRight(unit, hex(hash.digest()))) {
              wrong += 1;
              files.note(unit, 0);
            }
            onProgress((checkedBytes += unit.bytes));
          }
        } finally {
          file.close();
        }
      }
    } finally {
      files.close();
    }
  }
  return wrong;
}
