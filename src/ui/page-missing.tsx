import { PageFrame } from './page-frame';
import { Button } from './parts/button';
import { FaultFrame } from './parts/fault-frame';

/** In a page's place when it could not be fetched. */
export function PageMissing({ name }: { name: string }) {
  return (
    <PageFrame name={name}>
      <FaultFrame
        code={`${name.toLowerCase()}-missing`}
        message={`The ${name} page could not be loaded.`}
        todo="Check the network, then reload the page."
      >
        <Button onPress={() => location.reload()}>Reload the page</Button>
      </FaultFrame>
    </PageFrame>
  );
}
