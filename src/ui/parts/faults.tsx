import { useRef } from 'react';
import type { Fault, FaultWay } from '../../app/state';
import { useActions, useAppState } from '../app-context';
import { zoneOf, type Zone } from '../zones';
import { Button } from './button';
import { FaultFrame } from './fault-frame';
import { MicPicker } from './mic-picker';

const WAY_WORDS: Readonly<Record<FaultWay, string>> = {
  retry: 'Try again',
  'choose-mic': 'Another microphone',
  'play-sample': 'Hear the sample instead',
  'open-file': 'Open an audio file',
  reload: 'Reload the page',
  'save-again': 'Save again',
  dismiss: 'Dismiss',
};

/** The faults that belong to one place of the page: what is wrong, what to do, and the ways on. */
export function Faults({ zone, demo = false }: { zone: Zone; demo?: boolean }) {
  const faults = useAppState((state) => state.faults);
  const phase = useAppState((state) => state.phase.kind);
  const here = faults.filter((fault) => zoneOf(fault.place, phase, demo) === zone);
  return (
    <div>
      {here.map((fault) => (
        <FaultBox key={`${fault.place} ${fault.code}`} fault={fault} />
      ))}
    </div>
  );
}

function FaultBox({ fault }: { fault: Fault }) {
  const actions = useActions();
  const running = useAppState((state) => state.phase.kind === 'listening');
  const files = useRef<HTMLInputElement>(null);
  const follow = (way: FaultWay): void => {
    // A file can only be chosen from within the press itself.
    if (way === 'open-file') files.current?.click();
    else actions.followFault(fault, way);
  };
  // Where nothing runs, the microphone that was picked is tried at once; a running session has taken it already.
  const picked = (): void => actions.followFault(fault, running ? 'choose-mic' : 'retry');
  return (
    <FaultFrame code={fault.code} message={fault.message} todo={fault.todo}>
      {fault.ways.map((way, rank) =>
        way === 'choose-mic' ? (
          <MicPicker key={way} invites={WAY_WORDS[way]} onPick={picked} />
        ) : (
          <Button key={way} look={rank === 0 ? 'plain' : 'quiet'} onPress={() => follow(way)}>
            {WAY_WORDS[way]}
          </Button>
        ),
      )}
      <input
        ref={files}
        type="file"
        hidden
        accept="audio/*"
        aria-label="Audio file"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (!file) return;
          actions.followFault(fault, 'open-file');
          void actions.openFile(file);
        }}
      />
    </FaultFrame>
  );
}
