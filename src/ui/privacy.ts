import type { AppState } from '../app/state';

/** What leaves the machine with the present settings, in plain words. True in every setting, never a slogan. */
export function privacyWords(state: Pick<AppState, 'recogniser' | 'browserRecogniser' | 'endpoint'>): string {
  const leaves: string[] = [];
  if (state.recogniser === 'browser' && state.browserRecogniser) leaves.push(state.browserRecogniser);
  if (state.endpoint) {
    leaves.push(
      `After each turn it takes, the words so far go to ${hostOf(state.endpoint.url)} for the reply.`,
    );
  }
  return leaves.length > 0 ? leaves.join(' ') : 'Everything runs on this machine: nothing you say leaves it.';
}

/** The host of an address, or the address itself where it cannot be read. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** What has to arrive before the first word, and why. `totalBytes` 0: all of it is here. */
export function downloadWords(totalBytes: number, megabytes: string): string {
  if (totalBytes === 0) return 'What it needs is already on this machine.';
  return `The first time, ${megabytes} arrive and stay: what it takes to hear words, time a nod, and speak.`;
}
