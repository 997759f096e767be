import { SILENCE_DBFS } from '../../shared/audio-level';
import { toPlainError } from '../../shared/plain-error';
import type { PlainError } from '../../shared/plain-error';
import { createScope } from '../../shared/scope';
import type { Scope } from '../../shared/scope';
import { measureBank, unmeasured } from '../banks/measure';
import { decodeShort } from '../banks/import';
import { startRecorder } from '../banks/recorder';
import type { RecorderSession } from '../banks/recorder';
import { SHIPPED } from '../banks/store';
import type { Bank, BankStore } from '../banks/store';
import type { Judge } from './judge';
import { ownActions } from './own-actions';
import type { Desk } from './own-actions';
import { createPlayer } from './player';
import { lineOf, openOwn, ownShown, SHIPPED_LINE, shippedShown } from './shelf';
import type { OpenBank, Shipped } from './shelf';
import type { ClipsActions, ClipsApp, ClipsFault, Job } from './state';
import { createClipsStore } from './store';
import { layOut } from './umap.client';

/** What the Clips page needs of the rest; tests give their own. */
export interface ClipsOptions {
  readonly banks: BankStore;
  readonly openShipped: () => Promise<Shipped>;
  /** Loads the models; `onProgress` is told a share, 0..1. */
  readonly loadJudge: (scope: Scope, onProgress: (share: number) => void) => Promise<Judge>;
  readonly context: () => AudioContext;
  readonly micId: () => string | null;
  /** The bank that speaks in Talk. */
  readonly speaking: string;
  /** Told when another bank is to speak, and again when that bank's recordings have changed. */
  readonly onSpeaking: (id: string) => void;
  readonly newId: () => string;
  readonly nowMs: () => number;
}

const MAX_SENTENCE = 600;

/** Makes the Clips page's app and opens the shipped bank. */
export function createClipsApp(options: ClipsOptions): ClipsApp {
  const { banks } = options;
  const store = createClipsStore(options.speaking);
  const scope = createScope();
  const player = createPlayer(scope, options.context);
  let open: OpenBank | null = null;
  let judging: Promise<Judge> | null = null;
  let recorder: RecorderSession | null = null;
  /** Ends what works for the bank on the map: measuring, UMAP. */
  let work = scope.child();
  let sentences = 0;

  const dropFault = (code: string): void =>
    store.setState(({ faults }) => ({ faults: faults.filter((other) => other.code !== code) }));
  const putFault = (put: ClipsFault): void => {
    dropFault(put.code);
    store.setState(({ faults }) => ({ faults: [...faults, put] }));
  };
  const fault = (error: unknown, code: string, sentence: string, todo = ''): void => {
    const plain = toPlainError(error, code, sentence, todo);
    putFault({ code: plain.code, message: plain.message, todo: plain.todo });
  };
  const job = (value: Job | null): void => store.setState({ job: value });
  const bankOf = (id: string): Bank | undefined => desk.own.find((bank) => bank.id === id);

  const loadJudge = (): Promise<Judge> => {
    judging ??= options
      .loadJudge(scope, (share) =>
        job({ kind: 'loading', text: 'The models that compare recordings arrive', done: share, total: 1 }),
      )
      .finally(() => job(null));
    judging.catch(() => {
      judging = null;
    });
    return judging;
  };

  const reread = async (id: string): Promise<void> => {
    if (store.getState().speaking === id) options.onSpeaking(id);
    const bank = bankOf(id);
    if (!bank || open?.shown.id !== id) return;
    const { sound } = open;
    open = { sound, shown: ownShown(bank, await banks.entries(id)) };
    store.setState({ shown: open.shown, umap: { kind: 'none' } });
  };

  /** Measures what the present models have not measured yet, and says why when others had. */
  const measure = async (bank: Bank): Promise<void> => {
    const mine = work;
    try {
      const entries = await banks.entries(bank.id);
      const judge = await loadJudge();
      const left = unmeasured(entries, judge.encoder);
      if (left.length === 0 || mine.ended) return;
      const foreign = left.filter(({ vector }) => vector !== undefined).length;
      const text =
        foreign > 0
          ? `${foreign} recordings were measured by other models; they are measured again`
          : 'The recordings are measured';
      const problems = await measureBank({
        store: banks,
        bankId: bank.id,
        left,
        judge,
        decode: decodeShort,
        onProgress: (done, total) => {
          if (!mine.ended) job({ kind: 'measuring', text, done, total });
        },
        stopped: () => mine.ended,
      });
      await reread(bank.id);
      if (mine.ended) return;
      store.setState(({ report }) => {
        const known = report ?? { title: bank.name, taken: 0, problems: [] };
        const said =
          foreign > 0
            ? [`${foreign} of its recordings came with measures of other models; they were measured again.`]
            : [];
        return said.length + problems.length === 0
          ? {}
          : { report: { ...known, problems: [...known.problems, ...said, ...problems] } };
      });
    } catch (error) {
      fault(error, 'measure-failed', 'The recordings could not be measured.', 'Open the bank again.');
    } finally {
      if (!mine.ended) job(null);
    }
  };

  const show = async (id: string): Promise<void> => {
    work.end();
    work = scope.child();
    const mine = work;
    player.stop();
    job(null);
    const bank = bankOf(id);
    try {
      let opened: OpenBank;
      if (bank) opened = await openOwn(banks, bank, decodeShort);
      else {
        const shipped = await options.openShipped();
        opened = { shown: shippedShown(shipped.recordings), sound: (file) => shipped.sound(file) };
      }
      if (mine.ended) return;
      open = opened;
      store.setState({
        phase: 'open',
        shown: opened.shown,
        umap: { kind: 'none' },
        hidden: new Set(),
        selected: null,
        region: null,
      });
      const { sentence } = store.getState();
      if (sentence.kind !== 'none') void actions.tryText(sentence.text);
      const { x, y } = store.getState();
      actions.setAxes(x, y);
      if (bank) void measure(bank);
    } catch (error) {
      fault(error, 'bank-unreadable', 'The bank could not be opened.', 'Try again, or choose another one.');
      store.setState(open ? { phase: 'open' } : { phase: 'open', sentence: { kind: 'none' } });
    }
  };

  const closeRecorder = async (): Promise<void> => {
    const id = store.getState().recorder?.bankId;
    recorder?.end();
    recorder = null;
    store.setState({ recorder: null });
    if (id === undefined) return;
    await reread(id);
    await show(id);
  };
  const record = async (bank: Bank): Promise<void> => {
    work.end();
    work = scope.child();
    const entries = await banks.entries(bank.id);
    recorder = startRecorder(scope.child(), {
      bank,
      done: new Set(entries.map(({ file }) => file)),
      micId: options.micId(),
      context: options.context,
      keep: (recording) => banks.keep(bank.id, [recording]),
      onState: (state) => store.setState({ recorder: state }),
      onFault: (error: PlainError) => fault(error, 'recorder-failed', 'The recorder stopped.'),
    });
  };

  const desk: Desk = {
    options,
    store,
    scope,
    own: [],
    bankOf,
    tellBanks: () => store.setState({ banks: [SHIPPED_LINE, ...desk.own.map(lineOf)] }),
    show,
    reread,
    record,
    job,
    fault,
    speakWith: (id) => actions.speakWith(id),
    rename(changed) {
      if (open?.shown.id === changed.id) open = { ...open, shown: { ...open.shown, ...lineOf(changed) } };
      if (open) store.setState({ shown: open.shown });
    },
  };
  const actions: ClipsActions = {
    showBank: show,
    speakWith(id) {
      store.setState({ speaking: id });
      options.onSpeaking(id);
    },
    setAxes(x, y) {
      store.setState({ x, y, region: null });
      const { shown, umap } = store.getState();
      const wanted = x.startsWith('umap') || y.startsWith('umap');
      if (!wanted || umap.kind !== 'none' || !shown) return;
      const mine = work;
      const tell = (state: ReturnType<typeof store.getState>['umap']): void => {
        if (!mine.ended && store.getState().shown === shown) store.setState({ umap: state });
      };
      tell({ kind: 'working', share: 0 });
      const child = mine.child();
      layOut(
        child,
        shown.clips.map(({ vector }) => vector ?? null),
        (share) => tell({ kind: 'working', share }),
      )
        .then((xy) => tell({ kind: 'ready', xy }))
        .catch((error: unknown) => {
          if (mine.ended) return;
          tell({ kind: 'none' });
          fault(error, 'umap-failed', 'The UMAP map could not be made.', 'Choose other axes, or try again.');
        })
        .finally(() => child.end());
    },
    setHidden: (hidden) => store.setState({ hidden, region: null }),
    select(file, play = true) {
      store.setState({ selected: file });
      const clip = file === null ? undefined : open?.shown.clips.find((other) => other.file === file);
      if (!clip || !open || !play || store.getState().muted) return player.stop();
      open
        .sound(clip.file)
        .then((sound) =>
          store.getState().selected === clip.file ? player.play(sound, clip.rmsDbfs) : Promise.resolve(true),
        )
        .then((heard) => (heard ? dropFault(HELD.code) : putFault(HELD)))
        .catch((error: unknown) => fault(error, 'clip-unplayable', `${clip.file} cannot be played.`));
    },
    setRegion: (region) => store.setState({ region }),
    setMuted(muted) {
      store.setState({ muted });
      if (muted) player.stop();
    },
    async tryText(text) {
      const asked = text.trim().slice(0, MAX_SENTENCE);
      const mine = ++sentences;
      if (asked === '') return store.setState({ sentence: { kind: 'none' } });
      store.setState({ sentence: { kind: 'working', text: asked } });
      // Asked again once a bank is open.
      if (!open) return;
      try {
        const judge = await loadJudge();
        const answer = await judge.answer([{ speaker: 'you', text: asked }], open.shown.clips);
        if (mine !== sentences) return;
        const forms = Object.entries(answer.forms)
          .map(([form, probability]) => ({ form, probability }))
          .toSorted((one, other) => other.probability - one.probability)
          .slice(0, 5);
        const { ranking, vector, nearest } = answer;
        store.setState({ sentence: { kind: 'ready', text: asked, ranking, vector, forms, nearest } });
      } catch (error) {
        if (mine === sentences) store.setState({ sentence: { kind: 'none' } });
        fault(error, 'choice-failed', 'No recording could be chosen for this sentence.', 'Try again.');
      }
    },
    ...ownActions(desk),
    recorder: {
      listen: async () => {
        player.stop();
        await recorder?.listen();
      },
      pause: () => recorder?.pause(),
      go: (at) => recorder?.go(at),
      playLast() {
        const state = store.getState().recorder;
        if (!state?.last) return;
        // It would be heard as the next take.
        recorder?.pause();
        banks
          .sound(state.bankId, state.last.file)
          .then(decodeShort)
          .then((sound) => player.play(sound, LAST_TAKE_DBFS))
          .catch((error: unknown) => fault(error, 'clip-unplayable', 'The take cannot be played.'));
      },
      close: () => void closeRecorder(),
    },
    dismissFault: dropFault,
    dismissReport: () => store.setState({ report: null }),
  };

  const start = async (): Promise<void> => {
    try {
      desk.own = [...(await banks.list())].toSorted((one, other) => one.createdMs - other.createdMs);
    } catch (error) {
      fault(error, 'storage-refused', 'Your own banks cannot be read.');
    }
    desk.tellBanks();
    if (store.getState().shown === null) await show(bankOf(options.speaking) ? options.speaking : SHIPPED);
  };
  void start();

  return {
    store,
    actions,
    signals: {
      levelDbfs: () => recorder?.levelDbfs() ?? SILENCE_DBFS,
      sound: (file) => (open ? open.sound(file) : Promise.reject(new TypeError('No bank is open.'))),
    },
  };
}

/** A take of ordinary level; what matters is that it is heard. */
const LAST_TAKE_DBFS = -24;
const HELD: ClipsFault = {
  code: 'sound-held',
  message: 'The browser holds back sound until you press a button on this page.',
  todo: 'Press any button, then try again.',
};
