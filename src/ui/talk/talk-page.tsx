import { useCallback } from 'react';
import { useApp, useAppState } from '../app-context';
import { classes } from '../classes';
import { Button, Key } from '../parts/button';
import { Faults } from '../parts/faults';
import { Notes } from '../parts/notes';
import { Activity } from './activity';
import { Announcer } from './announcer';
import { ClipControls } from './clip-controls';
import { Conversation } from './conversation';
import { Details } from './details';
import { Dials } from './dials';
import { Header } from './header';
import { Hero } from './hero';
import { SetLine } from './set-line';
import { useShortcuts } from './shortcuts';
import styles from './talk-page.module.css';
import { Timeline } from './timeline';
import { useDemo } from './use-demo';

const css = classes(styles);

/** Talk: the person's words, what the listener does at them, and the two dials. */
export function TalkPage() {
  const app = useApp();
  const phase = useAppState((state) => state.phase);
  const before = phase.kind === 'idle' || phase.kind === 'loading' || phase.kind === 'asking';
  const demo = useDemo();
  const inDemo = demo.on && !before;
  const { leave, justLeft } = demo;

  const mute = useCallback(() => {
    const { phase: now, muted } = app.store.getState();
    if (now.kind === 'listening' && now.source === 'mic') app.actions.setMuted(!muted);
  }, [app]);
  const escape = useCallback(() => {
    if (inDemo) leave();
    else if (!justLeft()) void app.actions.stop();
  }, [app, inDemo, leave, justLeft]);
  const fullScreen = useCallback(() => {
    if (!before) demo.toggle();
  }, [before, demo]);
  useShortcuts({ mute, fullScreen, escape });

  return (
    <div className={css('page', inDemo && 'demo')} data-phase={phase.kind}>
      {inDemo ? (
        <div className={css('leave')}>
          <Button look="quiet" onPress={leave}>
            Leave full screen <Key>Esc</Key>
          </Button>
        </div>
      ) : (
        <Header onFullScreen={before ? null : fullScreen} />
      )}
      <main className={css('main')}>
        {!before && <h1 className={css('title')}>Conversation</h1>}
        <div className={css('wide')}>
          <Faults zone="top" />
        </div>
        <div className={css('stage')}>
          {!inDemo && <Notes />}
          {phase.kind === 'idle' || phase.kind === 'loading' || phase.kind === 'asking' ? (
            <Hero phase={phase} />
          ) : (
            <>
              <Conversation phase={phase} demo={inDemo} />
              {!inDemo && (
                <div className={css('time')}>
                  <Timeline />
                </div>
              )}
            </>
          )}
        </div>
        <div className={css('side')}>
          <Dials only={inDemo} />
          {!inDemo && (
            <div className={css('deeper')}>
              <SetLine />
              {!before && <Activity />}
              <ClipControls />
              <Details />
            </div>
          )}
        </div>
      </main>
      <Announcer />
    </div>
  );
}
