import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { CDPSession, Page } from '@playwright/test';
import { QUIET } from '../../e2e/help/browser';
import type { BenchReport } from '../../src/bench';
import { ensureChromium } from '../chromium.mjs';
import { processMemory, type ProcessMemory } from './process-memory';
import { servePage } from './serve';

const PORT = 4184;
/** Emulated, a part of the true size takes minutes. */
const PATIENCE_MS = 3_600_000;
const SAMPLE_EVERY_MS = 100;
/** By then the button has done its work. */
const BEGUN_MS = 5_000;

/** Bytes above the idle page while one part was measured. */
export interface PartMemory {
  /** What the browser itself tells of the page and its workers once the part is loaded; null where it was not run. */
  readonly toldBytes: number | null;
  /** The most that its processes held while it was loaded, and while it was measured. */
  readonly loading: ProcessMemory;
  readonly measuring: ProcessMemory;
}

/** Fetching the set into the browser's own file system. */
export interface Fetched {
  readonly bytes: number;
  readonly seconds: number;
  readonly peak: ProcessMemory;
}

/** What was seen in the page. */
export interface PageFigures {
  readonly report: BenchReport;
  /** Null where it had been fetched before. */
  readonly fetched: Fetched | null;
  /** In the order of the report's subjects. */
  readonly memory: readonly PartMemory[];
}

/**
 * Fetches the set in `folder` through the Settings of the page built in `dist`, then measures it on the page's Bench. `kept`
 * names a browser profile that stays; one that has the set already fetches nothing.
 */
export async function measurePage(folder: string, dist: string, kept: string | null): Promise<PageFigures> {
  const server = await servePage(folder, dist, PORT);
  // A context without a folder of its own would keep the set in memory.
  const profile = kept ?? mkdtempSync(join(tmpdir(), 'mhm-measure-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: ensureChromium(),
    args: [
      ...QUIET,
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
      // The browser would tell the page's memory with the next garbage collection only.
      '--enable-blink-features=ForceEagerMeasureMemory',
    ],
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const browser = context.browser();
    if (!browser) throw new Error('The browser cannot be asked for its processes.');
    const session = await browser.newBrowserCDPSession();
    const fetched = await fetchSet(page, session);
    return { fetched, ...(await bench(page, session)) };
  } finally {
    await context.close();
    await server.close();
    if (kept === null) rmSync(profile, { recursive: true, force: true });
  }
}

async function fetchSet(page: Page, session: CDPSession): Promise<Fetched | null> {
  console.error('Page: fetching…');
  await page.goto(`http://localhost:${PORT}/#/bench`);
  const kept = page.getByText('The full set is kept in this browser');
  await kept.or(page.getByText('Only the small set is here')).waitFor();
  if (await kept.isVisible()) return null;
  await page.getByRole('button', { name: 'Settings' }).click();
  const whole = page.locator('[data-full="whole"]');
  await page.getByRole('button', { name: 'Look for the full set' }).click();
  const button = page.getByRole('button', { name: /^Fetch the full set/ });
  await button.waitFor();
  const idle = await processMemory(session);
  const fromMs = performance.now();
  await button.click();
  let peak: ProcessMemory = { page: 0, gpu: 0 };
  while (!(await whole.isVisible())) {
    peak = larger(peak, above(await processMemory(session), idle));
    const stopped = page.locator('[data-full="paused"], [data-full="found"]');
    if (performance.now() - fromMs > BEGUN_MS && (await stopped.isVisible()))
      throw new Error(`The set did not arrive: ${await stopped.innerText()}`);
    await page.waitForTimeout(SAMPLE_EVERY_MS);
  }
  const seconds = (performance.now() - fromMs) / 1000;
  const bytes = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  await page.getByRole('button', { name: 'Done' }).click();
  return { bytes, seconds, peak };
}

async function bench(page: Page, session: CDPSession): Promise<Omit<PageFigures, 'fetched'>> {
  // A fresh page: what fetching left behind is not the bench's.
  await page.reload();
  const button = page.getByRole('button', { name: 'Measure', exact: true });
  await button.waitFor();
  const idle = await processMemory(session);
  await page.evaluate(watchSteps);
  await button.click();
  const done = page.getByRole('button', { name: 'Measure again' }).waitFor({ timeout: PATIENCE_MS });
  const samples: { readonly atMs: number; readonly memory: ProcessMemory }[] = [];
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  done.then(end, end);
  let told = '';
  while (!ended) {
    const state = await page.evaluate(() => (globalThis as unknown as Watched).mhmSteps.at(-1)?.text ?? '');
    if (state !== told) console.error(`Page: ${state}…`);
    told = state;
    samples.push({ atMs: Date.now(), memory: above(await processMemory(session), idle) });
    await new Promise((resolve) => {
      setTimeout(resolve, SAMPLE_EVERY_MS);
    });
  }
  await done;
  const steps = await page.evaluate(() => (globalThis as unknown as Watched).mhmSteps);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as JSON' }).click();
  const report = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as BenchReport;
  const memory = report.subjects.map((_, index): PartMemory => {
    const during = (name: string): ProcessMemory => {
      const at = steps.findIndex(
        ({ text }) => text.startsWith(`Part ${index + 1} of`) && text.endsWith(name),
      );
      const [fromMs = Infinity, toMs = Infinity] = at < 0 ? [] : [steps[at]?.atMs, steps[at + 1]?.atMs];
      return samples
        .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
        .reduce((most, { memory }) => larger(most, memory), NONE);
    };
    const loaded = steps.find(
      ({ text }) => text.startsWith(`Part ${index + 1} of`) && text.endsWith('measuring'),
    );
    const idleTold = steps[0]?.toldBytes ?? 0;
    return {
      toldBytes: loaded ? loaded.toldBytes - idleTold : null,
      loading: during('loading'),
      measuring: during('measuring'),
    };
  });
  return { report, memory };
}

interface Watched {
  mhmSteps: { readonly atMs: number; readonly text: string; toldBytes: number }[];
}

/** In the page: notes when each step begins and what the browser tells of its memory then; the first is the idle page. */
async function watchSteps(): Promise<void> {
  const teller = performance as unknown as { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> };
  const { bytes } = await teller.measureUserAgentSpecificMemory();
  const steps: Watched['mhmSteps'] = [{ atMs: Date.now(), text: 'idle', toldBytes: bytes }];
  (globalThis as unknown as Watched).mhmSteps = steps;
  new MutationObserver(() => {
    const text = document.querySelector('[aria-label="Results"] [role="status"]')?.textContent ?? '';
    if (text === '' || text === steps.at(-1)?.text) return;
    const step = { atMs: Date.now(), text, toldBytes: 0 };
    steps.push(step);
    void teller.measureUserAgentSpecificMemory().then(({ bytes }) => {
      step.toldBytes = bytes;
      return bytes;
    });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

const NONE: ProcessMemory = { page: 0, gpu: 0 };

const above = (now: ProcessMemory, idle: ProcessMemory): ProcessMemory => ({
  page: Math.max(0, now.page - idle.page),
  gpu: Math.max(0, now.gpu - idle.gpu),
});

const larger = (one: ProcessMemory, other: ProcessMemory): ProcessMemory => ({
  page: Math.max(one.page, other.page),
  gpu: Math.max(one.gpu, other.gpu),
});
