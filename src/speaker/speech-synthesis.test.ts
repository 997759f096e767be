import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SpeakerEvent } from '../flow';
import { createScope } from '../shared/scope';
import { speakText } from './speech-synthesis';

/** The browser's voice in the test's hands. */
class FakeSynthesis extends EventTarget {
  voices: SpeechSynthesisVoice[] = [];
  readonly spoken: EventTarget[] = [];
  cancelled = 0;

  getVoices(): SpeechSynthesisVoice[] {
    return this.voices;
  }

  speak(utterance: EventTarget): void {
    this.spoken.push(utterance);
  }

  cancel(): void {
    this.cancelled += 1;
  }
}

const voice = (lang: string, localService: boolean, byDefault = false): SpeechSynthesisVoice => ({
  lang,
  localService,
  default: byDefault,
  name: lang,
  voiceURI: lang,
});

const spoken = (fake: FakeSynthesis): SpeechSynthesisUtterance => fake.spoken[0] as SpeechSynthesisUtterance;

function start(fake: FakeSynthesis) {
  const scope = createScope();
  const events: SpeakerEvent[] = [];
  const clock = { ms: 100 };
  const speech = speakText(scope, 'And then?', {
    id: 'r',
    nowMs: () => clock.ms,
    onEvent: (event) => events.push(event),
    synthesis: fake,
    utterance: () => new EventTarget() as SpeechSynthesisUtterance,
  });
  return { scope, events, clock, speech };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('speakText', () => {
  it('never uses a voice that sends the text elsewhere', async () => {
    const fake = new FakeSynthesis();
    fake.voices = [voice('en-US', false, true), voice('de-DE', true), voice('en_GB', true)];
    await start(fake).speech;
    expect(spoken(fake).voice?.lang).toBe('en_GB');
    fake.voices = [voice('en-US', false)];
    await expect(start(fake).speech).rejects.toMatchObject({ code: 'no-voice' });
  });

  it('waits for voices that load late', async () => {
    const fake = new FakeSynthesis();
    const { speech } = start(fake);
    fake.voices = [voice('en-US', true)];
    fake.dispatchEvent(new Event('voiceschanged'));
    await speech;
    expect(fake.spoken).toHaveLength(1);
  });

  it('does not wait for ever', async () => {
    const refused = expect(start(new FakeSynthesis()).speech).rejects.toMatchObject({ code: 'no-voice' });
    await vi.advanceTimersByTimeAsync(2_000);
    await refused;
  });

  it('reports when the voice began and ended', async () => {
    const fake = new FakeSynthesis();
    fake.voices = [voice('en-US', true)];
    const { speech, events, clock } = start(fake);
    await speech;
    clock.ms = 150;
    spoken(fake).dispatchEvent(new Event('start'));
    clock.ms = 950;
    spoken(fake).dispatchEvent(new Event('end'));
    expect(events).toEqual([
      { kind: 'playing', id: 'r', startMs: 150 },
      { kind: 'played', id: 'r', startMs: 150, endMs: 950, cut: false },
    ]);
  });

  it('stops, and reports it once', async () => {
    const fake = new FakeSynthesis();
    fake.voices = [voice('en-US', true)];
    const { scope, speech, events, clock } = start(fake);
    const speaking = await speech;
    spoken(fake).dispatchEvent(new Event('start'));
    clock.ms = 400;
    speaking.stop();
    spoken(fake).dispatchEvent(new Event('error'));
    scope.end();
    expect(fake.cancelled).toBe(1);
    expect(events.slice(1)).toEqual([{ kind: 'played', id: 'r', startMs: 100, endMs: 400, cut: true }]);
  });

  it('is dropped when the voice fails or does not start', async () => {
    const fake = new FakeSynthesis();
    fake.voices = [voice('en-US', true)];
    const failing = start(fake);
    await failing.speech;
    spoken(fake).dispatchEvent(new Event('error'));
    expect(failing.events).toMatchObject([{ kind: 'dropped', reason: 'the voice of this device failed' }]);
    const stuck = start(fake);
    await stuck.speech;
    await vi.advanceTimersByTimeAsync(4_000);
    expect(stuck.events).toMatchObject([
      { kind: 'dropped', reason: 'the voice of this device did not start' },
    ]);
  });

  it('ends with its scope', async () => {
    const fake = new FakeSynthesis();
    fake.voices = [voice('en-US', true)];
    const { scope, speech, events } = start(fake);
    await speech;
    scope.end();
    expect(fake.cancelled).toBe(1);
    expect(events).toMatchObject([{ kind: 'dropped', reason: 'stopped' }]);
  });
});
