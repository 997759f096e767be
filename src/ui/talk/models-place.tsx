import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { classes } from '../classes';
import { Button } from '../parts/button';
import { More } from '../parts/disclosure';
import { Field } from '../parts/field';
import form from '../parts/form.module.css';
import { useModels, useModelsActions } from './models-context';
import styles from './models.module.css';

const css = classes({ ...form, ...styles });

/** Where else the full set may come from: another address, or a folder on this machine. */
export function ModelsPlace() {
  const baseUrl = useModels((state) => state.baseUrl);
  const actions = useModelsActions();
  const [draft, setDraft] = useState(baseUrl);
  return (
    <More title="From another place">
      <div className={css('place')}>
        <form
          className={css('address')}
          onSubmit={(event) => {
            event.preventDefault();
            void actions.setBaseUrl(draft);
          }}
        >
          <Field
            label="Address of the folder"
            hint="https://…/models-full/"
            type="url"
            spellCheck="false"
            value={draft}
            onChange={setDraft}
          />
          <Button type="submit">Look there</Button>
        </form>
        <p className={css('hint')}>
          Left empty, it is the folder models-full beside this page. Another host has to allow it (CORS), and
          the page has to be built with MHM_CONNECT naming that host.
        </p>
        <FileTrigger acceptDirectory onSelect={(files) => files && void actions.pick([...files])}>
          <Button>Pick the folder on this machine</Button>
        </FileTrigger>
        <p className={css('hint')}>
          Its files are verified and copied into this browser; nothing is sent anywhere.
        </p>
      </div>
    </More>
  );
}
