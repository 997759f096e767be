import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useActions } from '../app-context';
import { Button } from '../parts/button';

/** Opens an audio file in place of the microphone. */
export function OpenFile() {
  const actions = useActions();
  return (
    <FileTrigger
      acceptedFileTypes={['audio/*']}
      onSelect={(files) => {
        const file = files?.[0];
        if (file) void actions.openFile(file);
      }}
    >
      <Button look="link">Open an audio file</Button>
    </FileTrigger>
  );
}
