"""What hears a recording for the joint space: the voice encoder, and the recogniser's encoder, which knows words."""

from pathlib import Path

import numpy as np
import onnxruntime

from .voice_encoder import POOLED, RATES, VoiceEncoder, at_rate

RECOGNISER = Path("moonshine-tiny", "1")
OUTPUT, STATE = "cross.3.value", 288
"""Of the recogniser's encoder: what its decoder's fourth block may take from a frame (training/LOG.md)."""
WORDS = 2 * STATE
HEARD = POOLED + WORDS
PAD, SAMPLES_PER_FRAME = 4000, 384
"""Silence before and after the sound: speech that fills the window to its edge loses its first sounds."""


def _session(graph: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(graph), options)


class Ears:
    """Both encoders on one recording."""

    def __init__(self, voice: VoiceEncoder, models: Path):
        """`models` holds the recogniser's pack."""
        self.voice = voice
        self._recogniser = _session(models / RECOGNISER / "encoder.onnx")

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
        """The voice encoder's numbers, then the recogniser's: [2880] float32."""
        return np.concatenate([self.voice.pooled(audio), self.words(audio)]).astype(np.float32)
