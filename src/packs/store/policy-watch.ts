import type { EventTargetLike, Scope } from '../../shared/scope';
import type { Ms } from '../../shared/units';

/** The browser tells of a violation a moment after the request has failed. */
const TOLD_WITHIN_MS: Ms = 100;

/** Tells whether the Content-Security-Policy was what stopped a request. */
export interface PolicyWatch {
  /** Whether requests to this origin were stopped by the policy; ask after one has failed. */
  stopped(origin: string): Promise<boolean>;
}

/** Listens to what the policy of this page, or of this worker, stops; the scope ends it. */
export function watchPolicy(scope: Scope, target: EventTargetLike = globalThis): PolicyWatch {
  const origins = new Set<string>();
  scope.listen(target, 'securitypolicyviolation', ({ blockedURI }: { readonly blockedURI: string }) => {
    if (URL.canParse(blockedURI)) origins.add(new URL(blockedURI).origin);
  });
  return {
    async stopped(origin) {
      await new Promise<void>((resolve) => void scope.after(TOLD_WITHIN_MS, resolve));
      return origins.has(origin);
    },
  };
}
