import { createRoot } from 'react-dom/client';
import type { App } from '../app/state';
import { AppContext } from './app-context';
import './tokens.css';
import './base.css';
import { Page } from './page';
import { restoreTheme } from './theme';

/** Draws the page into `root`; the returned function takes it away again. */
export function mountPage(root: HTMLElement, app: App): () => void {
  restoreTheme();
  const drawn = createRoot(root);
  drawn.render(
    <AppContext value={app}>
      <Page />
    </AppContext>,
  );
  return () => drawn.unmount();
}
