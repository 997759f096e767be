"""The listener's voice, and how one delivery of a word is made before it becomes sound.

The voice is hibari 0.2.1, "heart" (Apache-2.0). Its graph predicts, for every 12.5 ms, the harmonics' filter, the noise
and the pitch; the sound is made from them afterwards. So pitch, length, loudness and breath can be set on purpose here,
and the result is a true delivery and no filtered copy of another one.
"""

from dataclasses import dataclass

import numpy as np
import onnx
import onnxruntime
from hibari import Hibari, dsp
from scipy.interpolate import PchipInterpolator
from scipy.ndimage import convolve1d, gaussian_filter1d

from .prosody import active, peak_db, rms_db
from .voice_delivery import NEUTRAL_HZ, Delivery, Knots

RATE_HZ = dsp.SR
FRAMES_PER_S = dsp.SR / dsp.HOP
BIN_HZ = dsp.SR / dsp.N_FFT
VOICED_HZ = 110.0
"""The graph's pitch passes through every value on its way to 0; below this the voice is not speaking."""
ENVELOPE_HZ = 240.0
"""Width of the window over which the harmonics' filter is taken: at least one harmonic, so that it does not depend on
the pitch, and no more, because a wider one blurs the vowels."""
BREATH_DB = -4.0
"""With random phases the voice's own noise sounds louder than with the predicted ones: the periodicity of six words
(correlation one period apart) comes out as the original's at this gain."""
CARRIES_PITCH_DB = 22.0
EFFORT = 0.4
"""dB more of what lies above 2 kHz for each dB of loudness."""
EVEN_LIMIT = 1.4
"""Natural log units: 12 dB."""
TARGET_RMS_DB = -20.0
PEAK_DB = -1.5
LEAD_S = 0.010
FADE_IN_S, FADE_OUT_S = 0.006, 0.025
DURATIONS = "/Clip_output_0"
"""The rounded durations inside hibari 0.2.1's graph."""


@dataclass(frozen=True)
class Parts:
    """One utterance before it becomes sound: [bins, frames] and, for `f0`, [frames] (Hz, 0 where unvoiced)."""

    log_gain: np.ndarray
    phase: np.ndarray
    log_noise: np.ndarray
    free: np.ndarray
    f0: np.ndarray


def _smooth(spectrum: np.ndarray) -> np.ndarray:
    window = np.hanning(round(ENVELOPE_HZ / BIN_HZ) // 2 * 2 + 3)
    window /= window.sum()
    if np.iscomplexobj(spectrum):
        return convolve1d(spectrum.real, window, axis=0) + 1j * convolve1d(spectrum.imag, window, axis=0)
    return convolve1d(spectrum, window, axis=0)


class Voice:
    """One loaded voice. Same input, same bytes: one thread, and every random number from a named seed."""

    def __init__(self) -> None:
        self._hibari = Hibari(threads=1)
        self._timed: onnxruntime.InferenceSession | None = None

    def phonemes(self, text: str) -> list[str]:
        """The voice's own reading of a text, a string a sentence."""
        return self._hibari.phonemize(text)

    def plain(self, phonemes: str, seed: int, speed: float = 1.0) -> np.ndarray:
        """Unshaped speech, as the voice reads it."""
        return self._hibari.from_phonemes(phonemes, speed, seed)

    def parts(self, phonemes: str, speed: float = 1.0) -> Parts:
        """Run the graph and take the sound apart: a filter that does not depend on the pitch, noise, and pitch."""
        ids = [self._hibari.ids(phonemes)]
        out = self._hibari.sess.run(None, {"ids": np.array(ids, np.int64), "speed": np.array([speed], np.float32)})
        gain, turn, noise, free_gain, free_phase, f0 = (part[0] for part in out)
        source = dsp.stft(dsp.pulses(f0), len(f0))
        harmonics = dsp.ex(gain) * np.exp(1j * np.pi * np.tanh(turn)) * source
        free = dsp.ex(free_gain) * np.exp(1j * free_phase)
        power = _smooth(np.abs(source) ** 2)
        heard = _smooth(np.abs(harmonics) ** 2) / (power + 1e-3 * power.max() + 1e-9)
        return Parts(
            log_gain=0.5 * np.log(heard + 1e-12),
            phase=np.exp(1j * np.angle(_smooth(source.conj() * harmonics) + 1e-12)),
            log_noise=0.5 * np.log(_smooth(np.abs(free) ** 2) + dsp.ex(noise) ** 2 + 1e-12),
            free=free,
            f0=np.where(f0 > VOICED_HZ, f0, 0.0).astype(np.float64),
        )

    def frames(self, phonemes: str, speed: float = 1.0) -> np.ndarray:
        """Length of every phoneme in frames, the silent ends included: [characters + 2]. The graph computes them on its
        way and does not give them; so this is the same graph with one more output."""
        if self._timed is None:
            graph = onnx.load(self._hibari.model_path)
            graph.graph.output.append(onnx.helper.make_empty_tensor_value_info(DURATIONS))
            self._timed = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
        ids = np.array([self._hibari.ids(phonemes)], np.int64)
        feeds = {"ids": ids, "speed": np.array([speed], np.float32)}
        counts, f0 = self._timed.run([DURATIONS, "f0"], feeds)
        # Durations come in steps of two frames (25 ms).
        whole = counts.reshape(-1) * (f0.shape[1] / counts.sum())
        assert len(whole) == ids.shape[1] and float(whole.sum()) == f0.shape[1]
        return whole

    def say(self, phonemes: str, delivery: Delivery, seed: int) -> np.ndarray:
        """One recording: float64 samples at RATE_HZ, trimmed, faded and levelled."""
        return self.perform(self.parts(phonemes, delivery.speed), delivery, seed)

    def perform(self, parts: Parts, delivery: Delivery, seed: int) -> np.ndarray:
        random = np.random.default_rng(seed)
        return finish(render(shape(parts, delivery, random), random), delivery.level_db)


def _at(knots: Knots, place: np.ndarray) -> np.ndarray:
    return PchipInterpolator(*zip(*knots, strict=True))(np.clip(place, 0, 1))


def _wander(count: int, size: float, random: np.random.Generator) -> np.ndarray:
    """Slow random movement of the given standard deviation: nobody holds a pitch or a loudness exactly."""
    walk = gaussian_filter1d(random.standard_normal(count + 32), 4.0)[16 : 16 + count]
    return walk * size / max(float(walk.std()), 1e-9)


def shape(parts: Parts, delivery: Delivery, random: np.random.Generator) -> Parts:
    """Give the parts another length, pitch, loudness, brightness and breath."""
    voiced = parts.f0 > 0
    # Unvoiced frames keep their length and their phases: a stretched stop consonant is a smeared one.
    lengths = np.where(voiced, delivery.stretch, 1.0)
    ends = np.cumsum(lengths)
    count = round(ends[-1])
    where = (
        np.interp((np.arange(count) + 0.5) * ends[-1] / count, np.concatenate([[0], ends]), np.arange(len(ends) + 1))
        - 0.5
    )
    where = np.clip(where, 0, len(ends) - 1)
    low, nearest = np.minimum(where.astype(int), len(ends) - 2), np.round(where).astype(int)
    share = where - low

    def warped(values: np.ndarray) -> np.ndarray:
        return values[..., low] * (1 - share) + values[..., low + 1] * share

    on = voiced[nearest]
    # The melody is laid over what is loud enough to carry it, not over the last breath of a consonant.
    level = warped(np.log(np.exp(2 * parts.log_gain).sum(0) + 1e-12)) * on
    span = np.flatnonzero(on & (level > level.max() - CARRIES_PITCH_DB * np.log(10) / 10))
    place = (np.arange(count) - span[0]) / max(1, span[-1] - span[0])
    f0 = warped(_held(parts.f0))
    own = gaussian_filter1d(12 * np.log2(f0 / np.median(f0[on])), 1.5)
    semitones = delivery.own * own + _at(delivery.contour, place) + _wander(count, 0.12, random)
    swell_db = _at(delivery.swell, place)
    # What follows the melody is breath: it may sink with it, and is never lifted.
    loud_db = np.where(place > 1, np.minimum(swell_db, 0), swell_db) + _wander(count, 0.5, random)

    hz = np.arange(len(parts.log_gain)) * BIN_HZ
    bright_db = delivery.bright_db * np.clip(np.log2(np.maximum(hz, 1) / 500) / 2, 0, 1.5)
    # A louder voice is a brighter one.
    effort = 1 + EFFORT * np.clip(np.log2(np.maximum(hz, 1) / 500) / 2, 0, 1.5)
    gain = (loud_db[None] * effort[:, None] + bright_db[:, None]) * np.log(10) / 20
    breath = (BREATH_DB + delivery.breath_db) * np.log(10) / 20
    phase = warped(parts.phase)
    noise = warped(parts.log_noise) + gain + breath * on[None]
    new_f0 = NEUTRAL_HZ * 2 ** (semitones / 12)
    tone = warped(parts.log_gain)
    kept = _longer(tone, delivery.throat)
    even = np.clip(0.5 * (_log_power(tone, f0) - _log_power(kept, new_f0)), -EVEN_LIMIT, EVEN_LIMIT)
    return Parts(
        log_gain=kept + gain + even,
        phase=_longer(phase / np.maximum(np.abs(phase), 1e-9), delivery.throat),
        log_noise=_longer(noise, delivery.throat),
        free=_longer(parts.free[:, nearest], delivery.throat) * np.exp(gain) * ~on[None],
        f0=np.where(on, new_f0, 0.0),
    )


def _log_power(log_gain: np.ndarray, f0: np.ndarray) -> np.ndarray:
    """Natural log of the power of the harmonics up to 4 kHz, a value a frame. A new pitch puts them beside the peaks
    that the old one hit, and the loudness would follow the pitch up and down; people's does not."""
    places = np.outer(np.arange(1, 41), f0) / BIN_HZ
    columns = np.arange(log_gain.shape[1])
    low = np.minimum(places.astype(int), len(log_gain) - 2)
    share = places - low
    height = log_gain[low, columns] * (1 - share) + log_gain[low + 1, columns] * share
    return np.log((np.exp(2 * height) * (places * BIN_HZ < 4000)).sum(0) + 1e-12)


def _held(f0: np.ndarray) -> np.ndarray:
    """Pitch drawn through the unvoiced frames."""
    on = np.flatnonzero(f0)
    return np.interp(np.arange(len(f0)), on, f0[on])


def _longer(spectrum: np.ndarray, throat: float) -> np.ndarray:
    """Move everything down in frequency by a factor."""
    if throat == 1.0:
        return spectrum
    bins = np.arange(len(spectrum))
    low = np.minimum((bins * throat).astype(int), len(spectrum) - 2)
    share = np.minimum(bins * throat - low, 1.0)[:, None]
    return spectrum[low] * (1 - share) + spectrum[low + 1] * share


def render(parts: Parts, random: np.random.Generator) -> np.ndarray:
    """Pulses through the filter, plus noise: the voice's own signal stage with our parts."""
    voiced = parts.f0 > 0
    # Two frames more of pulses at either side of a voiced stretch, where the filter fades in and out.
    spread = np.convolve(voiced, np.ones(5), "same") > 0
    source = dsp.stft(dsp.pulses(np.where(spread, _held(parts.f0), 0.0)), len(parts.f0))
    noise = (random.standard_normal(source.shape) + 1j * random.standard_normal(source.shape)) / np.sqrt(2)
    spectrum = np.exp(parts.log_gain) * parts.phase * source + np.where(
        voiced[None], np.exp(parts.log_noise) * noise, parts.free
    )
    return dsp.ola(spectrum.astype(np.complex64)).astype(np.float64)


def finish(audio: np.ndarray, level_db: float = 0.0) -> np.ndarray:
    """Trim to the sound, fade both ends, set the level of the sounding part."""
    sounding = np.flatnonzero(active(audio, RATE_HZ))
    tail = round(0.03 * RATE_HZ)
    lead = round(LEAD_S * RATE_HZ)
    audio = np.pad(audio, (lead, tail))[sounding[0] : sounding[-1] + lead + tail].copy()
    for size_s, part in ((FADE_IN_S, audio), (FADE_OUT_S, audio[::-1])):
        size = round(size_s * RATE_HZ)
        part[:size] *= 0.5 - 0.5 * np.cos(np.pi * np.arange(size) / size)
    gain_db = TARGET_RMS_DB + level_db - rms_db(audio, RATE_HZ)
    return audio * 10 ** (min(gain_db, PEAK_DB - peak_db(audio)) / 20)
