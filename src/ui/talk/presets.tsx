import { useState } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Popover } from 'react-aria-components/Popover';
import { TextField } from 'react-aria-components/TextField';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import type { Preset } from '../../app/state';
import type { Dials } from '../../flow';
import { useActions, useAppState } from '../app-context';
import { classes } from '../classes';
import { Button } from '../parts/button';
import styles from './presets.module.css';

const css = classes(styles);
const NAME_LENGTH = 24;

const isAt = (preset: Preset, dials: Dials): boolean =>
  Math.abs(preset.dials.bc - dials.bc) < 0.005 && Math.abs(preset.dials.tc - dials.tc) < 0.005;

/** Presets as chips; the one that the dials stand at is on. */
export function Presets() {
  const presets = useAppState((state) => state.presets);
  const dials = useAppState((state) => state.dials);
  const actions = useActions();
  const on = presets.find((preset) => isAt(preset, dials));
  return (
    <div className={css('presets')}>
      <ToggleButtonGroup
        className={css('chips')}
        aria-label="Presets"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={on ? [on.name] : []}
        onSelectionChange={([name]) => {
          if (name !== undefined) actions.applyPreset(String(name));
        }}
      >
        {presets.map((preset) => (
          <ToggleButton key={preset.name} id={preset.name} className={css('chip')}>
            {preset.name}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <div className={css('own')}>
        <SavePreset />
        {on?.own === true && (
          <Button look="quiet" onPress={() => actions.removePreset(on.name)}>
            Remove “{on.name}”
          </Button>
        )}
      </div>
    </div>
  );
}

function SavePreset() {
  const actions = useActions();
  const [name, setName] = useState('');
  return (
    <DialogTrigger onOpenChange={() => setName('')}>
      <Button look="quiet">Keep this setting…</Button>
      <Popover className={css('popover')}>
        <Dialog aria-label="Keep this setting" className={css('dialog')}>
          {({ close }) => (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                if (name.trim() === '') return;
                actions.savePreset(name.trim());
                close();
              }}
            >
              <TextField
                value={name}
                onChange={setName}
                maxLength={NAME_LENGTH}
                autoFocus
                className={css('field')}
              >
                <Label>Name</Label>
                <Input className={css('input')} />
              </TextField>
              <Button type="submit" isDisabled={name.trim() === ''}>
                Keep
              </Button>
            </form>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
