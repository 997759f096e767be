import { useEffect, useState } from 'react';
import { createBenchApp } from '../../app/bench';
import { PageFrame } from '../page-frame';
import { BenchContext } from './bench-context';
import { Controls } from './controls';
import { Results } from './results';

/** Where the full set lies, as a link to this page may say: `#/bench?models=models-full/`. */
const addressInLink = (): string =>
  new URLSearchParams(location.hash.split('?')[1] ?? '').get('models') ?? '';

/** Bench: how fast the models run on this machine. */
export default function BenchPage() {
  const [app] = useState(() => createBenchApp(new URL('./', document.baseURI).href, addressInLink()));
  useEffect(() => {
    void app.actions.look();
    // Nothing is measured on a page that nobody sees.
    return () => app.end();
  }, [app]);
  return (
    <PageFrame
      name="Bench"
      narrow
      lead="How fast the models run on this machine, each on WebAssembly and on the GPU. Nothing leaves the machine unless you save it."
    >
      <BenchContext value={app}>
        <Controls />
        <Results />
      </BenchContext>
    </PageFrame>
  );
}
