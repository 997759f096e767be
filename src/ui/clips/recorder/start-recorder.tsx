import { useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { LONGEST_NAME } from '../../../app/banks/store';
import { CLIP_FORMS, MOODS } from '../../../app/clips/forms';
import type { Mood } from '../../../app/clips/forms';
import type { BankLine } from '../../../app/clips/state';
import { classes } from '../../classes';
import { Button } from '../../parts/button';
import { Field } from '../../parts/field';
import form from '../../parts/form.module.css';
import { Panel } from '../../parts/panel';
import presets from '../../talk/presets.module.css';
import { useClipsActions } from '../clips-context';
import { RightsFields } from '../rights-fields';

const css = classes({ ...presets, ...form });
const SECONDS_A_TAKE = 9;
const MOOD_WORDS: Readonly<Record<Mood, string>> = {
  plain: 'Plain',
  lively: 'Lively, for good news',
  soft: 'Soft, for bad news',
};

/** Begins a bank of one's own voice: what to record, and on what terms. */
export function StartRecorder() {
  return (
    <Panel button={<Button>Record your own</Button>} title="Record your own bank">
      {(close) => <Inside close={close} />}
    </Panel>
  );
}

function Inside({ close }: { close: () => void }) {
  const actions = useClipsActions();
  const [name, setName] = useState('My voice');
  const [moods, setMoods] = useState<readonly Mood[]>(MOODS);
  const [rights, setRights] = useState<BankLine['rights']>({ licence: 'For the speaker’s own use only' });
  const takes = moods.length * CLIP_FORMS.length;
  const minutes = Math.max(1, Math.round((takes * SECONDS_A_TAKE) / 60));
  const ready = takes > 0 && (rights.consent ?? '') !== '';
  return (
    <>
      <p>
        You read what somebody says to you and answer with one short word, {CLIP_FORMS.length} words in each
        mood. Each take is found, trimmed and kept by itself; you can stop at any time and go on later.
      </p>
      <Field label="Name of the bank" value={name} onChange={setName} maxLength={LONGEST_NAME} />
      <div className={css('group')} role="group" aria-label="Moods">
        <p className={css('legend')}>
          {takes} takes, about {minutes} {minutes === 1 ? 'minute' : 'minutes'}
        </p>
        <div className={css('chips')}>
          {MOODS.map((mood) => (
            <ToggleButton
              key={mood}
              className={css('chip')}
              isSelected={moods.includes(mood)}
              onChange={(on) =>
                setMoods(MOODS.filter((other) => (other === mood ? on : moods.includes(other))))
              }
            >
              {MOOD_WORDS[mood]}
            </ToggleButton>
          ))}
        </div>
      </div>
      <RightsFields rights={rights} onChange={setRights} />
      <div className={css('ways')}>
        <Button
          look="primary"
          isDisabled={!ready}
          onPress={() => {
            close();
            void actions.startBank(name, moods, rights);
          }}
        >
          Begin
        </Button>
        <Button look="quiet" onPress={close}>
          Cancel
        </Button>
      </div>
    </>
  );
}
