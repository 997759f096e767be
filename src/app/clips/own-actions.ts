import type { Scope } from '../../shared/scope';
import { saveBank } from '../banks/export';
import { importBank } from '../banks/import';
import { LONGEST_NAME, SHIPPED } from '../banks/store';
import type { Bank } from '../banks/store';
import type { ClipsOptions } from './clips-app';
import type { ClipsActions, Job } from './state';
import type { ClipsStore } from './store';

/** What the parts of the Clips page's app share. */
export interface Desk {
  readonly options: ClipsOptions;
  readonly store: ClipsStore;
  readonly scope: Scope;
  /** The person's own banks, oldest first. */
  own: readonly Bank[];
  readonly bankOf: (id: string) => Bank | undefined;
  /** Brings the list on the page up to date. */
  readonly tellBanks: () => void;
  readonly show: (id: string) => Promise<void>;
  /** A bank's recordings have changed: Talk is told if it speaks with it, and the map if it shows it. */
  readonly reread: (id: string) => Promise<void>;
  readonly record: (bank: Bank) => Promise<void>;
  readonly job: (value: Job | null) => void;
  readonly fault: (error: unknown, code: string, sentence: string, todo?: string) => void;
  readonly speakWith: (id: string) => void;
  /** The bank on the map is called otherwise now. */
  readonly rename: (changed: Bank) => void;
}

/** Work done before the page may draw again. */
const TURN_MS = 25;

type OwnActions = Pick<
  ClipsActions,
  | 'importFiles'
  | 'setForm'
  | 'removeClips'
  | 'renameBank'
  | 'setRights'
  | 'removeBank'
  | 'exportBank'
  | 'startBank'
  | 'resumeBank'
>;

/** What a person can do with banks of their own. */
export function ownActions(desk: Desk): OwnActions {
  const { options, store, scope, job, fault, bankOf } = desk;
  const { banks } = options;
  let turnMs = performance.now();
  const breathe = async (): Promise<void> => {
    if (performance.now() - turnMs < TURN_MS) return;
    await new Promise<void>((resolve) => void scope.after(0, resolve));
    turnMs = performance.now();
  };

  const changeBank = async (id: string, change: Partial<Bank>): Promise<void> => {
    const bank = bankOf(id);
    if (!bank) return;
    const changed = { ...bank, ...change };
    await banks.save(changed);
    desk.own = desk.own.map((other) => (other.id === id ? changed : other));
    desk.tellBanks();
    desk.rename(changed);
  };
  const safely = async (run: () => Promise<void>, code: string, sentence: string): Promise<void> => {
    try {
      await run();
    } catch (error) {
      fault(error, code, sentence, 'Try again.');
    }
  };

  return {
    async importFiles(files) {
      if (files.length === 0 || store.getState().job?.kind === 'reading') return;
      const text = 'The recordings are read';
      job({ kind: 'reading', text, done: 0, total: files.length });
      try {
        const { bank, taken, problems } = await importBank({
          store: banks,
          files,
          newId: options.newId,
          nowMs: options.nowMs(),
          onProgress: (done, total) => job({ kind: 'reading', text, done, total }),
          breathe,
        });
        job(null);
        if (bank) desk.own = [...desk.own, bank];
        const title = bank?.name ?? 'Nothing was imported';
        desk.tellBanks();
        store.setState({ report: { title, taken, problems } });
        if (bank) await desk.show(bank.id);
      } catch (error) {
        job(null);
        fault(error, 'import-failed', 'The import stopped.', 'Try again.');
      }
    },
    setForm: (files, form) =>
      safely(
        async () => {
          const id = store.getState().shown?.id ?? '';
          if (!bankOf(id)) return;
          const chosen = new Set(files);
          const entries = (await banks.entries(id)).filter(({ file }) => chosen.has(file));
          await banks.keep(
            id,
            entries.map((entry) => ({
              entry: { ...entry, form, label: form === 'other' ? (entry.label ?? entry.form) : form },
            })),
          );
          await desk.reread(id);
        },
        'change-failed',
        'The form could not be changed.',
      ),
    removeClips: (files) =>
      safely(
        async () => {
          const id = store.getState().shown?.id ?? '';
          if (!bankOf(id)) return;
          await banks.forget(id, files);
          store.setState({ selected: null, region: null });
          await desk.reread(id);
        },
        'change-failed',
        'The recordings could not be deleted.',
      ),
    renameBank: (id, name) =>
      safely(
        async () => {
          if (name.trim() !== '') await changeBank(id, { name: name.trim().slice(0, LONGEST_NAME) });
        },
        'change-failed',
        'The bank could not be renamed.',
      ),
    setRights: (id, rights) =>
      safely(() => changeBank(id, { rights }), 'change-failed', 'The rights could not be noted.'),
    removeBank: (id) =>
      safely(
        async () => {
          await banks.remove(id);
          desk.own = desk.own.filter((bank) => bank.id !== id);
          if (store.getState().speaking === id) desk.speakWith(SHIPPED);
          desk.tellBanks();
          store.setState({ report: null });
          if (store.getState().shown?.id === id) await desk.show(SHIPPED);
        },
        'change-failed',
        'The bank could not be deleted.',
      ),
    async exportBank(id) {
      const bank = bankOf(id);
      if (!bank) return;
      const text = 'The archive is packed';
      await safely(
        () => saveBank(banks, bank, (done, total) => job({ kind: 'exporting', text, done, total })),
        'export-failed',
        'The bank could not be exported.',
      );
      job(null);
    },
    startBank: (name, moods, rights) =>
      safely(
        async () => {
          const bank: Bank = {
            id: options.newId(),
            name: name.trim().slice(0, LONGEST_NAME) || 'My voice',
            createdMs: options.nowMs(),
            voice: rights.speaker ?? '',
            rights,
            moods,
          };
          await banks.save(bank);
          desk.own = [...desk.own, bank];
          desk.tellBanks();
          await desk.record(bank);
        },
        'record-failed',
        'The bank could not be started.',
      ),
    resumeBank: (id) =>
      safely(
        async () => {
          const bank = bankOf(id);
          if (bank) await desk.record(bank);
        },
        'record-failed',
        'The recorder could not go on.',
      ),
  };
}
