/** The part of an open pack that the stage needs; a stored one gives its files without reading them. */
export interface PackLike {
  readonly id: string;
  readonly meta: unknown;
  /** The files that are there; absent: all. */
  readonly files?: readonly string[];
  bytes(path: string): Promise<Uint8Array>;
  json(path: string): Promise<unknown>;
  blob?(path: string): Promise<Blob>;
}

/** The two packs of the decision. */
export interface DecisionPacks {
  readonly backbone: PackLike;
  readonly head: PackLike;
}
