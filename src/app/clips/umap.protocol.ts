/** From the page to the UMAP worker, and back. */
export type UmapCalls = {
  layout: {
    /** Row after row, all of the same size. */
    take: { readonly vectors: Float32Array; readonly size: number };
    /** Two numbers a row. */
    give: { readonly xy: Float32Array };
  };
};

/** Unasked: how far it has come, 0..1. */
export interface UmapNote {
  readonly share: number;
}
