import { UMAP } from 'umap-js';
import { serve } from '../../shared/door';
import { seededRandom } from '../../shared/random';
import type { UmapCalls, UmapNote } from './umap.protocol';

/** As in the paper's tool: the library's defaults, but no more neighbours than there are. */
const NEIGHBOURS = 15;
/** Finding the neighbours takes about as long as arranging them. */
const SEARCH_SHARE = 0.3;

const note = serve<UmapCalls, UmapNote>(self, {
  async layout({ vectors, size }) {
    const count = vectors.length / size;
    const rows = Array.from({ length: count }, (_, row) => [
      ...vectors.subarray(row * size, (row + 1) * size),
    ]);
    const umap = new UMAP({ nNeighbors: Math.min(NEIGHBOURS, count - 1), random: seededRandom(1) });
    const epochs = umap.initializeFit(rows);
    for (let epoch = 1; epoch <= epochs; epoch++) {
      umap.step();
      if (epoch % 10 === 0) note({ share: SEARCH_SHARE + ((1 - SEARCH_SHARE) * epoch) / epochs });
    }
    return { xy: Float32Array.from(umap.getEmbedding().flat()) };
  },
});
