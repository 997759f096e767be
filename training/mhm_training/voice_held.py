"""Words that are one held sound, or two beats of it: `mm`, `mhm`, `uh-huh`."""

import numpy as np

from .voice import BIN_HZ, FRAMES_PER_S, Parts
from .voice_delivery import NEUTRAL_HZ

DIP_DB, RISE_DB = 18.0, 14.0
"""How far the voice sinks and the breath rises between two beats. In all the level falls by 5 to 15 dB, as people's."""
BEAT_DECAY_DB_PER_S = 14.0


def closed_lips(parts: Parts) -> np.ndarray:
    """The longest run of frames with closed lips: hardly anything from 450 to 1500 Hz, and no breath."""
    hz = np.arange(len(parts.log_gain)) * BIN_HZ

    def band_db(log_gain: np.ndarray, low: float, high: float) -> np.ndarray:
        return 10 * np.log10(np.exp(2 * log_gain[(hz >= low) & (hz < high)]).sum(0) + 1e-12)

    hollow = band_db(parts.log_gain, 450, 1500) < band_db(parts.log_gain, 0, 450) - 13
    clear = band_db(parts.log_noise, 0, 4000) < band_db(parts.log_gain, 0, 4000) - 20
    frames = np.flatnonzero((parts.f0 > 0) & hollow & clear)
    return max(np.split(frames, np.flatnonzero(np.diff(frames) > 1) + 1), key=len)


def full_vowel(parts: Parts) -> np.ndarray:
    """The frames of a one-vowel word within 9 dB of its loudest."""
    level_db = np.where(parts.f0 > 0, 10 * np.log10(np.exp(2 * parts.log_gain).sum(0)), -np.inf)
    return np.flatnonzero(level_db > level_db.max() - 9)


def hold(parts: Parts, run: np.ndarray, first_ms: float, breath_ms: float = 0.0, second_ms: float = 0.0) -> Parts:
    """One held sound, or two beats of it with a breath between them: how `mm`, `mhm` and `uh-huh` are made. Asked for
    them by their phonemes the voice opens its lips in the first two, and in the third the recogniser hears "if I"."""
    count = round((first_ms + breath_ms + second_ms) / 1000 * FRAMES_PER_S)
    time_ms = (np.arange(count) + 0.5) * 1000 / FRAMES_PER_S
    marks_ms = [0.0, first_ms, first_ms + breath_ms, first_ms + breath_ms + second_ms]
    places = [0, len(run) / 2, len(run) / 3, len(run) - 1] if breath_ms else [0, len(run) - 1]
    at = run[np.round(np.interp(time_ms, marks_ms if breath_ms else [0, first_ms], places)).astype(int)]
    place = (time_ms - first_ms) / max(breath_ms, 1.0)
    inside = (place > -0.35) & (place < 1.35) & (breath_ms > 0)
    depth = np.where(inside, 0.5 - 0.5 * np.cos(2 * np.pi * (place + 0.35) / 1.7), 0.0)
    ends = np.log(np.minimum(1, np.minimum(time_ms / 20, (time_ms[-1] - time_ms) / 80 + 0.02)))
    # Every beat starts firmly and lets go, as breath runs out.
    since = np.where(place > 0.5, time_ms - first_ms - breath_ms, time_ms) if breath_ms else time_ms
    ends = ends - BEAT_DECAY_DB_PER_S * np.log(10) / 20 * np.clip(since, 0, None) / 1000
    loudest = parts.log_gain[:, at].max(0)
    even = loudest.max() - loudest
    return Parts(
        log_gain=parts.log_gain[:, at] + even + ends - depth * DIP_DB * np.log(10) / 20,
        phase=parts.phase[:, at],
        log_noise=parts.log_noise[:, at] + even + ends + depth * RISE_DB * np.log(10) / 20,
        free=np.zeros((len(parts.log_gain), count), np.complex64),
        f0=np.full(count, NEUTRAL_HZ),
    )
