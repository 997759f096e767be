"""Pitch, length and level of a short recording at 16 kHz, simply enough for a twin in TypeScript (src/clip/prosody.ts).

`prosody.py` measures the bank that is being made, with care; this one measures any recording, in the page as well.
"""

from dataclasses import dataclass

import numpy as np

RATE_HZ = 16_000
HALF_HZ = RATE_HZ // 2
HOP, WINDOW = 80, 240
"""At 8 kHz: 10 ms, as in the perception study (100 frames a second), and 30 ms."""
LAGS = (16, 123)
"""500 Hz to 65 Hz."""
VOICED, FIRST_PEAK = 0.5, 0.9
QUIET_DB = -30.0
SHORTEST_RUN = 5
NO_PITCH_HZ = 150.0
NAMES = ("log_pitch", "range_st", "slope_st_per_s", "voiced_s", "duration_s", "level_db")


@dataclass(frozen=True)
class Prosody:
    """`pitch_hz` and `range_st` (5th to 95th percentile) are None where nothing is voiced."""

    voiced_ms: int
    pitch_hz: float | None
    range_st: float | None
    slope_st_per_s: float
    duration_s: float
    level_db: float

    @property
    def values(self) -> np.ndarray:
        """As the affect model takes them, in the order of NAMES."""
        return np.array(
            [
                np.log(self.pitch_hz or NO_PITCH_HZ),
                self.range_st or 0.0,
                np.clip(self.slope_st_per_s, -60, 60),
                self.voiced_ms / 1000,
                min(self.duration_s, 2.0),
                self.level_db,
            ]
        )


def track(audio: np.ndarray) -> np.ndarray:
    """Pitch in Hz of every 10 ms, 0 where unvoiced: the first high peak of the normalised correlation."""
    audio = np.asarray(audio, np.float64)
    smooth = np.convolve(np.pad(audio, 1), [0.25, 0.5, 0.25], "valid")[::2]
    count = len(smooth) // HOP
    if count == 0:
        return np.zeros(0)
    padded = np.pad(smooth, (0, WINDOW + LAGS[1] + 1 + HOP))
    spans = np.lib.stride_tricks.sliding_window_view(padded, WINDOW + LAGS[1] + 1)[::HOP][:count]
    squares = np.pad(np.cumsum(spans**2, axis=1), ((0, 0), (1, 0)))
    lags = np.arange(LAGS[0] - 1, LAGS[1] + 2)
    dots = np.stack([(spans[:, :WINDOW] * spans[:, lag : lag + WINDOW]).sum(1) for lag in lags], axis=1)
    energy = squares[:, WINDOW]
    shifted = squares[:, lags + WINDOW] - squares[:, lags]
    ratio = dots / np.sqrt(np.maximum(energy[:, None] * shifted, 1e-18))
    inner = ratio[:, 1:-1]
    peak = (inner >= ratio[:, :-2]) & (inner > ratio[:, 2:])
    height = np.where(peak, inner, -1.0)
    best = height.max(1)
    first = (height >= FIRST_PEAK * best[:, None]).argmax(1)
    loud = energy > energy.max() * 10 ** (QUIET_DB / 10)
    voiced = (best > VOICED) & loud
    rows = np.arange(count)
    left, top, right = ratio[rows, first], ratio[rows, first + 1], ratio[rows, first + 2]
    bend = left - 2 * top + right
    shift = np.where(np.abs(bend) > 1e-12, 0.5 * (left - right) / np.where(bend == 0, 1, bend), 0.0)
    hz = np.where(voiced, HALF_HZ / (first + LAGS[0] + shift), 0.0)
    edges = np.flatnonzero(np.diff(np.pad(voiced.astype(int), 1)))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start < SHORTEST_RUN:
            hz[start:end] = 0
    return hz


def measure(audio: np.ndarray) -> Prosody:
    """All measures of one recording (16 kHz mono, -1..1)."""
    hz = track(audio)
    on = np.flatnonzero(hz)
    power = float(np.mean(np.asarray(audio, np.float64) ** 2)) if len(audio) else 0.0
    level = float(10 * np.log10(max(power, 1e-12)))
    if len(on) == 0:
        return Prosody(0, None, None, 0.0, len(audio) / RATE_HZ, level)
    semitones = 12 * np.log2(hz[on])
    times = on * 0.01
    spread = ((times - times.mean()) ** 2).sum()
    slope = float(((times - times.mean()) * (semitones - semitones.mean())).sum() / spread) if spread > 0 else 0.0
    return Prosody(
        10 * len(on),
        float(np.median(hz[on])),
        float(np.subtract(*np.percentile(semitones, [95, 5]))),
        slope,
        len(audio) / RATE_HZ,
        level,
    )
