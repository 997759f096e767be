import { useState } from 'react';
import type { EndpointSettings } from '../../app/state';
import { useActions, useAppState } from '../app-context';
import { classes } from '../classes';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import form from '../parts/form.module.css';
import styles from './settings.module.css';

const css = classes({ ...form, ...styles });
const EMPTY: EndpointSettings = { url: '', model: '', key: '' };

/** Who writes the replies: its own lines, or an OpenAI-compatible endpoint of the person's choice. */
export function EndpointForm() {
  const endpoint = useAppState((state) => state.endpoint);
  const actions = useActions();
  const [draft, setDraft] = useState(endpoint ?? EMPTY);
  const ready = URL.canParse(draft.url) && /^https?:/.test(draft.url) && draft.model.trim() !== '';
  const write = (part: Partial<EndpointSettings>): void => setDraft({ ...draft, ...part });
  return (
    <form
      className={css('group')}
      aria-labelledby="endpoint-heading"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) actions.setEndpoint({ ...draft, url: draft.url.trim(), model: draft.model.trim() });
      }}
    >
      <h3 id="endpoint-heading" className={css('legend')}>
        Who writes the replies
      </h3>
      <p className={css('state')} role="status">
        {endpoint
          ? `${endpoint.model} at ${endpoint.url}`
          : 'Its own recorded lines. Nothing is sent anywhere.'}
      </p>
      <p className={css('hint')}>
        An OpenAI-compatible endpoint can write them instead. Then, at each turn it takes, the words so far go
        to that address; your voice does not. The key stays in memory and is gone when you close the page.
      </p>
      <Field
        label="Address"
        hint="https://…/v1"
        type="url"
        spellCheck="false"
        value={draft.url}
        onChange={(url) => write({ url })}
      />
      <div className={css('pair')}>
        <Field label="Model" spellCheck="false" value={draft.model} onChange={(model) => write({ model })} />
        <Field
          label="Key, if it needs one"
          type="password"
          spellCheck="false"
          value={draft.key}
          onChange={(key) => write({ key })}
        />
      </div>
      <div className={css('ways')}>
        <Button type="submit" isDisabled={!ready}>
          Use this endpoint
        </Button>
        {endpoint && (
          <Button
            look="quiet"
            onPress={() => {
              setDraft(EMPTY);
              actions.setEndpoint(null);
            }}
          >
            Back to its own lines
          </Button>
        )}
      </div>
    </form>
  );
}
