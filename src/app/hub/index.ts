import { describeHub, watchPolicy } from '../../packs';
import { createScope } from '../../shared/scope';
import { browserWarehouse } from '../models';
import { createHubApp } from './hub-app';
import type { HubApp } from './state';

/** The part of the app that keeps larger recognisers, with the browser's own storage and network. */
export function browserHub(storage: Storage | null): HubApp {
  const scope = createScope();
  const around = { scope, own: location.origin, policy: watchPolicy(scope) };
  return createHubApp({
    storage,
    warehouse: browserWarehouse(),
    describe: (recogniser, baseUrl) => describeHub(around, recogniser, baseUrl, new AbortController().signal),
    hosts: { origin: location.origin, listed: __MHM_CONNECT__ },
    nowMs: () => performance.now(),
  });
}
