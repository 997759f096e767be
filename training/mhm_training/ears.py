"""What hears a recording for the joint space: the voice encoder, the recogniser's encoder, which knows words, and the
speaker encoder."""

from pathlib import Path

import numpy as np

from .speaker_encoder import SPEAKER, SpeakerEncoder
from .voice_encoder import POOLED, RATES, VoiceEncoder, at_rate, one_thread

RECOGNISER = Path("moonshine-tiny", "1")
OUTPUT, STATE = "cross.3.value", 288
"""Of the recogniser's encoder: what its decoder's fourth block may take from a frame (training/LOG.md)."""
WORDS = 2 * STATE
HEARD = POOLED + WORDS + SPEAKER
PAD, SAMPLES_PER_FRAME = 4000, 384
"""Silence before and after the sound: speech that fills the window to its edge loses its first sounds."""


class Ears:
    """The three encoders on one recording."""

    def __init__(self, voice: VoiceEncoder, speaker: SpeakerEncoder, models: Path):
        """`models` holds the recogniser's pack."""
        self.voice, self.speaker = voice, speaker
        self._recogniser = one_thread(models / RECOGNISER / "encoder.onnx")

    def _frames(self, audio: np.ndarray) -> np.ndarray:
        """What the recogniser's encoder says of the sound itself: [t,288]."""
        fed = np.pad(audio, PAD).astype(np.float32)[None]
        frames = self._recogniser.run([OUTPUT], {"input_values": fed})[0][0].transpose(1, 0, 2).reshape(-1, STATE)
        silent = PAD // SAMPLES_PER_FRAME
        return frames[silent:-silent] if len(frames) > 2 * silent + 2 else frames

    def words(self, audio: np.ndarray) -> np.ndarray:
        """Mean and standard deviation over the sound, averaged over RATES: [576]."""
        heard = [self._frames(at_rate(audio, rate)) for rate in RATES]
        return np.mean([np.concatenate([frames.mean(0), frames.std(0)]) for frames in heard], axis=0)

    def pooled(self, audio: np.ndarray) -> np.ndarray:
        """The voice encoder's numbers, the recogniser's, then the speaker encoder's: [3904] float32."""
        parts = [self.voice.pooled(audio), self.words(audio), self.speaker.pooled(audio)]
        return np.concatenate(parts).astype(np.float32)
