import { useEffect } from 'react';
import type { HubId, HubPackState } from '../../app/hub/state';
import { classes } from '../classes';
import { megabytes } from '../format';
import { Button } from '../parts/button';
import { useHub, useHubActions } from './hub-context';
import { foundLines } from './hub-words';
import styles from './models.module.css';
import { Fault, FetchBar, Ways } from './standing-parts';

const css = classes(styles);

/** Where the chosen larger recogniser stands in this browser, and what can be done about it. */
export function HubStanding({ id, name }: { id: HubId; name: string }) {
  const state = useHub(({ recognisers }) => recognisers[id]);
  const actions = useHubActions();
  const unknown = state.kind === 'unknown';
  useEffect(() => {
    if (unknown) void actions.look(id);
  }, [actions, id, unknown]);
  return (
    <div className={css('full')} data-hub={state.kind}>
      <Standing id={id} name={name} state={state} />
    </div>
  );
}

function Standing({ id, name, state }: { id: HubId; name: string; state: HubPackState }) {
  const actions = useHubActions();
  const remove = (words: string) => (
    <Button look="quiet" onPress={() => void actions.remove(id)}>
      {words}
    </Button>
  );
  switch (state.kind) {
    case 'unknown':
    case 'looking':
      return <p role="status">{`Looking for ${name}…`}</p>;
    case 'absent':
      return (
        <>
          <Fault fault={state.fault} />
          <Ways>
            <Button onPress={() => void actions.look(id)}>Look again</Button>
          </Ways>
        </>
      );
    case 'found':
      return (
        <>
          <ul className={css('lines')}>
            {foundLines(state).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <Fault fault={state.fault} />
          <Ways>
            <Button onPress={() => void actions.fetch(id)}>
              {`Fetch ${name} (${megabytes(state.totalBytes)})`}
            </Button>
          </Ways>
        </>
      );
    case 'fetching':
      return (
        <>
          <FetchBar progress={state.progress} label={`Fetching ${name}`} />
          <Ways>
            <Button onPress={() => void actions.pause()}>Pause</Button>
          </Ways>
        </>
      );
    case 'paused':
      return (
        <>
          <FetchBar progress={state.progress} label="Paused" />
          <Fault fault={state.fault} />
          <Ways>
            <Button onPress={() => void actions.fetch(id)}>Go on fetching</Button>
            {remove('Remove what has arrived')}
          </Ways>
        </>
      );
    case 'whole':
      return (
        <>
          <p role="status">{`${name} is here, ${megabytes(state.totalBytes)}.`}</p>
          <Fault fault={state.fault} />
          <Ways>{remove(`Remove it (frees ${megabytes(state.totalBytes)})`)}</Ways>
        </>
      );
    case 'removing':
      return <p role="status">{`Removing ${name}…`}</p>;
    default:
      return state satisfies never;
  }
}
