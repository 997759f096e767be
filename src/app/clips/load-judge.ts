import { fetchSource, openPack, packBytes, SMALL_SET } from '../../packs';
import { createClipEncoderClient, rankRecordings } from '../../pipeline';
import { PlainError } from '../../shared/plain-error';
import type { Scope } from '../../shared/scope';
import type { Judge } from './judge';

/** Loads the models that measure recordings and choose among them, in a worker. Rejects with a `PlainError`. */
export async function loadJudge(
  scope: Scope,
  baseUrl: string,
  onProgress: (share: number) => void,
): Promise<Judge> {
  const own = scope.child();
  const modelsUrl = new URL('models/', baseUrl).href;
  const { voiceEncoder, recogniser, speakerEncoder, contextEncoder, joint, affect } = SMALL_SET;
  try {
    const source = fetchSource(modelsUrl);
    const packs = await Promise.all(
      [voiceEncoder, speakerEncoder, contextEncoder, joint, affect].map((id) => openPack(source, id)),
    );
    const words = await openPack(source, recogniser);
    const totalBytes = packs.reduce(
      (sum, { meta }) => sum + packBytes(meta),
      // Of the recogniser only its encoder is read.
      packBytes(words.meta, [String(words.meta['encoder'])]),
    );
    let loadedBytes = 0;
    const models = await createClipEncoderClient(own, {
      modelsUrl,
      wasmUrl: new URL('ort/', baseUrl).href,
      packs: { voiceEncoder, recogniser, speakerEncoder, contextEncoder, joint, affect },
      onNote(note) {
        if (note.kind !== 'bytes') return;
        loadedBytes += note.bytes;
        onProgress(Math.min(1, loadedBytes / totalBytes));
      },
    });
    return {
      encoder: models.encoder,
      measure: (samples) => models.embedRecording(samples),
      async answer(turns, recordings) {
        const { vector, forms, nearest = [] } = await models.embedContext({ turns });
        const ranking = rankRecordings(recordings, { vector, forms }, { turns }).map(
          ({ recording, score }) => ({
            file: recording.file,
            score,
          }),
        );
        return { vector, forms, nearest, ranking };
      },
    };
  } catch (error) {
    own.end();
    if (error instanceof PlainError && error.code === 'worker-died')
      throw new PlainError('models-stopped', 'The models that compare recordings stopped.', 'Try again.', {
        cause: error,
      });
    throw error;
  }
}
