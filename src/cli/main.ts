import { toPlainError } from '../shared/plain-error';
import { bank } from './bank';
import { bench } from './bench';
import { choose } from './choose';
import { decide } from './decide';
import { embed } from './embed';
import { listen } from './listen';
import { packs } from './packs';
import { simulate } from './simulate';
import { transcribe } from './transcribe';

const USAGE = `Usage: npm run --silent mhm -- COMMAND

  listen TALK         what the listener does on a recording, or on TALK.words.jsonl
                        --channel N   one channel of a two-person recording (from 0); otherwise mixed down
                        --dials BC,TC or --dials mirror   (default 0.5,0.2)
                        --seed N      (default 1)
                        --out DIR     also DIR/session.jsonl, DIR/listener.wav, DIR/mix.wav
                        --forms mhm,yeah   only these short answers
                        --energy N --polarity N --surprisal N   how they shall sound, 1 to 5
  simulate FILE…      what the listener does on whole conversations of timed words (.words.jsonl), a line a setting
                        --bc 0.1,0.5,0.9 --tc 0.5   every combination (default 0.5 and 0.2)
  transcribe FILE…    timed words of recordings
  decide LINES.jsonl  probabilities for windows of words, a line each
  embed FILE…         where backchannel recordings lie in the joint space, and how they sound
  choose LINES.jsonl  recordings by their fit to contexts, best first
                        --bank DIR    a folder of recordings or a built bank
                        --forms, --energy, --polarity, --surprisal   as for listen
  bank DIR            a clip bank of a folder of recordings, for the page and for choose
                        --out BANK    a folder, or an archive where it ends in .zip    --name NAME
  packs               the packs present: sizes, licences, hashes, self-check
  bench               time per call of each stage on this machine; with --pack full of each part of the full set
                        --part NAME   only small-decision, full-decision or full-voice, with its memory    --quick    --json

listen, simulate, decide, packs and bench take --pack small (the default), or --pack full --models DIR: the full set,
which is not shipped, on WASM; training/runs/random-full-pack.sh and full-pack.sh build it (default DIR: models-full).

JSON lines on stdout, logs on stderr.`;

/** A command: its arguments in, the exit code out. */
export type Command = (args: readonly string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  listen,
  simulate,
  transcribe,
  decide,
  embed,
  choose,
  bank,
  packs,
  bench,
};

/** Runs one command. 0: done; 1: it could not be done; 2: some input could not be used, the rest was answered. */
async function main([name, ...args]: readonly string[]): Promise<number> {
  const command = name === undefined ? undefined : COMMANDS[name];
  if (!command) {
    const help = name === undefined || name === '--help' || name === 'help';
    console.error(help ? USAGE : `There is no command "${name}".\n\n${USAGE}`);
    return help ? 0 : 1;
  }
  try {
    return await command(args);
  } catch (error) {
    const plain = toPlainError(error, 'failed', 'The command failed for a reason of its own.');
    console.error(plain.sentence);
    if (plain.cause !== undefined && process.env['MHM_DEBUG']) console.error(plain.cause);
    return 1;
  }
}

// The runtime's threads would keep the process alive, and output to a pipe must be through before it ends.
process.exitCode = await main(process.argv.slice(2));
process.stdout.write('', () => process.exit());
