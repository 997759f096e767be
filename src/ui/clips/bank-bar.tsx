import { useRef, useState } from 'react';
import { classes } from '../classes';
import { Button } from '../parts/button';
import { BankDialog } from './bank-dialog';
import styles from './bank-bar.module.css';
import { useClips, useClipsActions } from './clips-context';
import { Pick } from './pick';
import { StartRecorder } from './recorder/start-recorder';

const css = classes(styles);
const ACCEPTED = 'audio/*,.wav,.flac,.mp3,.ogg,.opus,.zip,.json';

/** Which bank is on the map, which one speaks in Talk, and the ways to one's own. */
export function BankBar() {
  const banks = useClips((state) => state.banks);
  const shown = useClips((state) => state.shown);
  const speaking = useClips((state) => state.speaking);
  const muted = useClips((state) => state.muted);
  const reading = useClips((state) => state.job?.kind === 'reading');
  const actions = useClipsActions();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (input: HTMLInputElement): void => {
    const chosen = [...(input.files ?? [])];
    input.value = '';
    void actions.importFiles(chosen);
  };
  return (
    <section
      className={css('bar', over && 'over')}
      aria-label="Banks"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void actions.importFiles([...event.dataTransfer.files]);
      }}
    >
      <Pick
        label="Bank"
        items={banks.map(({ id, name }) => ({ id, label: name }))}
        value={shown?.id ?? ''}
        onPick={(id) => void actions.showBank(id)}
      />
      {shown && (
        <Button
          look={speaking === shown.id ? 'quiet' : 'plain'}
          isDisabled={speaking === shown.id || shown.clips.length === 0}
          onPress={() => actions.speakWith(shown.id)}
        >
          {speaking === shown.id ? 'Speaks in Talk' : 'Use it in Talk'}
        </Button>
      )}
      {shown?.own && <BankDialog key={shown.id} bank={shown} />}
      <span className={css('gap')} />
      <Button look="quiet" aria-pressed={muted} onPress={() => actions.setMuted(!muted)}>
        {muted ? 'Sound is off' : 'Sound is on'}
      </Button>
      <Button isDisabled={reading} onPress={() => files.current?.click()}>
        Import files or a zip
      </Button>
      <Button isDisabled={reading} look="quiet" onPress={() => folder.current?.click()}>
        Import a folder
      </Button>
      <StartRecorder />
      <input
        ref={files}
        type="file"
        hidden
        multiple
        accept={ACCEPTED}
        aria-label="Recordings to import"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={(input) => {
          folder.current = input;
          // React does not know the attribute's type.
          input?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        hidden
        multiple
        aria-label="Folder to import"
        onChange={(event) => take(event.currentTarget)}
      />
    </section>
  );
}
