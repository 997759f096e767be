import { useState } from 'react';
import { classes } from '../classes';
import { Button } from '../parts/button';
import { More } from '../parts/disclosure';
import { Field } from '../parts/field';
import form from '../parts/form.module.css';
import { useHub, useHubActions } from './hub-context';
import styles from './models.module.css';

const css = classes({ ...form, ...styles });

/** Why larger recognisers cannot be fetched, where that is so, and where else they may come from. */
export function HubPlace() {
  const baseUrl = useHub((state) => state.baseUrl);
  const blocked = useHub((state) => state.blocked);
  const actions = useHubActions();
  const [draft, setDraft] = useState(baseUrl);
  return (
    <>
      {blocked && (
        <p className={css('hint')}>
          {blocked.message} {blocked.todo}
        </p>
      )}
      <More title="Where larger recognisers come from">
        <div className={css('place')}>
          <form
            className={css('address')}
            onSubmit={(event) => {
              event.preventDefault();
              actions.setBaseUrl(draft);
            }}
          >
            <Field
              label="Address of the hub"
              hint="https://huggingface.co/"
              type="url"
              spellCheck="false"
              value={draft}
              onChange={setDraft}
            />
            <Button type="submit">Fetch from there</Button>
          </form>
          <p className={css('hint')}>
            Left empty, it is the Hugging Face hub. Another server has to be laid out like it
            (organisation/name/resolve/main/…) and to allow this page (CORS); the page has to be built with
            MHM_CONNECT naming it.
          </p>
        </div>
      </More>
    </>
  );
}
