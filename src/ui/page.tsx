import { lazy, Suspense, useEffect, useState } from 'react';
import { useActions, useAppState } from './app-context';
import { PageMissing } from './page-missing';
import { pageOf, PAGES } from './parts/nav';
import { TalkPage } from './talk/talk-page';

const missing = (name: string) => () => ({ default: () => <PageMissing name={name} /> });
// Only who goes there loads the map.
const ClipsPage = lazy(() => import('./clips/clips-page').catch(missing('Clips')));
const BenchPage = lazy(() => import('./bench/bench-page').catch(missing('Bench')));

/** The page for the address's hash: Talk, Clips or Bench. */
export function Page() {
  const [page, setPage] = useState(() => pageOf(location.hash));
  const actions = useActions();
  const listening = useAppState(({ phase }) => phase.kind === 'listening');
  useEffect(() => {
    const settle = (): void => {
      const next = pageOf(location.hash);
      if (!location.hash.startsWith(`#/${next}`)) history.replaceState(null, '', `#/${next}`);
      setPage((before) => {
        // A link was followed: reading begins at the new page's top.
        if (before !== next) scrollTo({ top: 0 });
        return next;
      });
    };
    settle();
    window.addEventListener('hashchange', settle);
    return () => window.removeEventListener('hashchange', settle);
  }, []);
  useEffect(() => {
    document.title = PAGES.find(({ id }) => id === page)?.title ?? document.title;
  }, [page]);
  useEffect(() => {
    // Nobody is listened to by a page that they do not see; what was said stays.
    if (page !== 'talk' && listening) void actions.stop();
  }, [page, listening, actions]);
  if (page === 'talk') return <TalkPage />;
  return <Suspense>{page === 'clips' ? <ClipsPage /> : <BenchPage />}</Suspense>;
}
