/** Every state of the page on a fake app: `?state=listening&theme=dark`. Never part of the production bundle. */
import type { FakeApp } from '../../src/testing/fake-app';
import { fakeAppIn } from '../../src/testing/fake-states';
import { mountPage } from '../../src/ui/index';

declare global {
  interface Window {
    /** The fake behind the page, for the tests. */
    fake: FakeApp;
  }
}

const query = new URLSearchParams(location.search);
const theme = query.get('theme');
if (theme) localStorage.setItem('mhm-theme', theme);
window.fake = fakeAppIn(query.get('state') ?? 'first-visit');
const root = document.querySelector<HTMLElement>('#root');
if (root) mountPage(root, window.fake);
