import { classes } from './classes';
import styles from './clips/clips-page.module.css';
import { Button } from './parts/button';
import { FaultFrame } from './parts/fault-frame';
import { Header } from './talk/header';

const css = classes(styles);

/** In a page's place when it could not be fetched. */
export function PageMissing({ name }: { name: string }) {
  return (
    <div className={css('page')}>
      <Header onFullScreen={null} />
      <main className={css('main')}>
        <h1 className={css('title')}>{name}</h1>
        <FaultFrame
          code={`${name.toLowerCase()}-missing`}
          message={`The ${name} page could not be loaded.`}
          todo="Check the network, then reload the page."
        >
          <Button onPress={() => location.reload()}>Reload the page</Button>
        </FaultFrame>
      </main>
    </div>
  );
}
