import type { Scope } from '../../shared/scope';

/** The part of `performance` that tells memory; Chrome and Edge have it, on isolated pages only. */
interface MemoryTeller {
  measureUserAgentSpecificMemory?(): Promise<{ readonly bytes: number }>;
}

/** The browser answers when it next collects garbage: after about twenty seconds as a rule. */
const PATIENCE_MS = 60_000;

/** Bytes that the page and its workers hold, not those on the GPU; null where the browser does not tell, or the scope ends first. */
export async function pageMemory(
  scope: Scope,
  teller: MemoryTeller = performance as MemoryTeller,
): Promise<number | null> {
  const measure = teller.measureUserAgentSpecificMemory?.bind(teller);
  if (measure === undefined) return null;
  const patience = scope.child();
  const late = new Promise<null>((resolve) => {
    patience.own(resolve, () => resolve(null));
    patience.after(PATIENCE_MS, () => patience.end());
  });
  const told = measure().then(
    ({ bytes }) => bytes,
    () => null,
  );
  try {
    return await Promise.race([told, late]);
  } finally {
    patience.end();
  }
}
