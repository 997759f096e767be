import { classes } from '../classes';
import { Button } from '../parts/button';
import { FaultFrame } from '../parts/fault-frame';
import { Header } from '../talk/header';
import styles from './clips-page.module.css';

const css = classes(styles);

/** In the page's place when a part of it could not be fetched. */
export function ClipsMissing() {
  return (
    <div className={css('page')}>
      <Header onFullScreen={null} />
      <main className={css('main')}>
        <h1 className={css('title')}>Clips</h1>
        <FaultFrame
          code="clips-missing"
          message="The Clips page could not be loaded."
          todo="Check the network, then reload the page."
        >
          <Button onPress={() => location.reload()}>Reload the page</Button>
        </FaultFrame>
      </main>
    </div>
  );
}
