import { useEffect, useState } from 'react';
import type { ClipsApp } from '../../app/clips/state';
import { useApp } from '../app-context';
import { classes } from '../classes';
import { PageFrame } from '../page-frame';
import { PageMissing } from '../page-missing';
import { AxesPicker } from './axes-picker';
import { BankBar } from './bank-bar';
import { ClipMap } from './clip-map';
import { ClipTable } from './clip-table';
import { ClipsContext, useClips, useClipsActions } from './clips-context';
import styles from './clips-page.module.css';
import { useDeepLink } from './deep-link';
import { Legend } from './legend';
import { Messages } from './messages';
import { Recorder } from './recorder/recorder';
import { Region } from './region';
import { Selected } from './selected';
import { Sentence } from './sentence';

const css = classes(styles);

/** Clips: the recordings the listener answers with, as a map; and one's own. */
export default function ClipsPage() {
  const app = useApp();
  const [clips, setClips] = useState<ClipsApp | null>(null);
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    let left = false;
    app.openClips().then(
      (opened) => {
        if (!left) setClips(opened);
      },
      () => {
        if (!left) setMissing(true);
      },
    );
    return () => {
      left = true;
    };
  }, [app]);
  if (missing) return <PageMissing name="Clips" />;
  return (
    <PageFrame
      name="Clips"
      lead="What the listener can say. Hear the recordings on the map, see which would answer a sentence, and add your own voice."
    >
      {clips && (
        <ClipsContext value={clips}>
          <Inside />
        </ClipsContext>
      )}
    </PageFrame>
  );
}

function Inside() {
  const recorder = useClips((state) => state.recorder);
  const actions = useClipsActions();
  // Nobody is recorded, and nothing sounds, on a page that they have left.
  useEffect(
    () => () => {
      actions.recorder.pause();
      actions.select(null, false);
    },
    [actions],
  );
  useDeepLink();
  if (recorder)
    return (
      <>
        <Messages />
        <Recorder state={recorder} />
      </>
    );
  return (
    <>
      <BankBar />
      <Messages />
      <div className={css('columns')}>
        <div className={css('stage')}>
          <AxesPicker />
          <ClipMap />
          <Legend />
        </div>
        <div className={css('side')}>
          <Sentence />
          <Region />
          <Selected />
        </div>
      </div>
      <ClipTable />
    </>
  );
}
