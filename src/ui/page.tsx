import { useEffect } from 'react';
import { TalkPage } from './talk/talk-page';

const HOME = '#/talk';

/** The page for the address's hash. Talk is the only one yet, so every other hash leads to it. */
export function Page() {
  useEffect(() => {
    const settle = (): void => {
      if (location.hash !== HOME) history.replaceState(null, '', HOME);
    };
    settle();
    window.addEventListener('hashchange', settle);
    return () => window.removeEventListener('hashchange', settle);
  }, []);
  return <TalkPage />;
}
