"""Measures of a short recording: pitch track, loudness, edges. Pure functions of (samples, rate)."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import butter, sosfiltfilt

HOP_S = 0.01
"""100 pitch frames a second, as in the perception study (arXiv 2604.16622, Fig. 3)."""
FRAME_S = 0.04
PITCH_HZ = (75.0, 600.0)
VOICED_CORRELATION = 0.55
VOICED_DB = -28.0
"""A frame this far below the loudest one has no pitch worth measuring."""
SHORTEST_RUN = 5
"""Frames; shorter stretches are consonants that look periodic by chance."""
ACTIVE_DB = -30.0
"""The sounding part is where the 10 ms level is within this of the loudest 10 ms."""
OCTAVE_COST = 0.35
"""Cost of one octave's jump between neighbouring frames, in units of correlation."""
CANDIDATES = 8
SILENCE_DB = -120.0


@dataclass(frozen=True)
class Pitch:
    """`hz`: one value a frame of HOP_S, 0 where unvoiced."""

    hz: np.ndarray

    @property
    def voiced(self) -> np.ndarray:
        return self.hz > 0

    @property
    def semitones(self) -> np.ndarray:
        """Semitones above 1 Hz of the voiced frames."""
        return 12 * np.log2(self.hz[self.voiced])

    @property
    def median_hz(self) -> float:
        return float(np.median(self.hz[self.voiced])) if self.voiced.any() else 0.0

    @property
    def range_st(self) -> float:
        """10th to 90th percentile would hide a short rise; 5th to 95th forgives a single stray frame."""
        return float(np.subtract(*np.percentile(self.semitones, [95, 5]))) if self.voiced.any() else 0.0

    @property
    def slope_st_per_s(self) -> float:
        """Least-squares line through the voiced frames."""
        if self.voiced.sum() < 3:
            return 0.0
        return float(np.polyfit(np.flatnonzero(self.voiced) * HOP_S, self.semitones, 1)[0])

    @property
    def end_st(self) -> float:
        """Where it ends: mean of the last fifth of the voiced frames minus mean of the whole, in semitones."""
        st = self.semitones
        return float(st[-max(2, len(st) // 5) :].mean() - st.mean()) if len(st) else 0.0


def db(power: np.ndarray | float) -> np.ndarray:
    """10 log10 of a mean square, floored."""
    return np.maximum(10 * np.log10(np.maximum(power, 1e-12)), SILENCE_DB)


def _frames(audio: np.ndarray, rate_hz: int, size: int) -> np.ndarray:
    """Frames of `size` samples every HOP_S, centred on n * HOP_S."""
    hop = round(HOP_S * rate_hz)
    padded = np.pad(audio.astype(np.float64), (size // 2, size))
    count = len(audio) // hop + 1
    return np.lib.stride_tricks.sliding_window_view(padded, size)[::hop][:count]


def level_db(audio: np.ndarray, rate_hz: int) -> np.ndarray:
    """Mean square in dBFS of 20 ms windows every 10 ms."""
    return db((_frames(audio, rate_hz, round(2 * HOP_S * rate_hz)) ** 2).mean(1))


def pitch(audio: np.ndarray, rate_hz: int) -> Pitch:
    """Normalised cross-correlation with a path that pays for octave jumps (the idea of Talkin's RAPT)."""
    low = sosfiltfilt(butter(4, 1200, fs=rate_hz, output="sos"), audio.astype(np.float64))
    shortest, longest = int(rate_hz / PITCH_HZ[1]), int(rate_hz / PITCH_HZ[0])
    window = round(FRAME_S * rate_hz / 2)
    frames = _frames(low, rate_hz, window + longest)
    spectrum = np.fft.rfft(frames, 2 * (window + longest))
    head = np.fft.rfft(frames[:, :window], 2 * (window + longest))
    cross = np.fft.irfft(spectrum * head.conj())[:, : longest + 1]
    energy = np.cumsum(np.pad(frames**2, ((0, 0), (1, 0))), axis=1)
    span = energy[:, window : window + longest + 1] - energy[:, : longest + 1]
    correlation = cross / np.sqrt(np.maximum(span[:, :1] * span, 1e-16))
    level = level_db(audio, rate_hz)[: len(frames)]
    loud = level > max(level.max() + VOICED_DB, -70)

    lags = np.arange(shortest, longest)
    inner = correlation[:, lags]
    peak = (inner >= correlation[:, lags - 1]) & (inner > correlation[:, lags + 1])
    # The shorter of two equal periods: every multiple of a period correlates as well as the period itself.
    score = np.where(peak, inner - 0.02 * np.log2(lags / shortest), -1.0)
    best = np.argsort(-score, axis=1)[:, :CANDIDATES]
    values = np.take_along_axis(score, best, 1)
    octaves = np.log2(rate_hz / lags[best])
    hz = np.zeros(len(frames))
    run: list[int] = []
    for n in [*range(len(frames)), -1]:
        if n >= 0 and loud[n] and values[n, 0] > VOICED_CORRELATION:
            run.append(n)
            continue
        if len(run) < SHORTEST_RUN:
            run = []
        for frame, candidate in zip(run, _path(values[run], octaves[run]), strict=True):
            hz[frame] = rate_hz / _refined(correlation[frame], int(lags[best[frame, candidate]]))
        run = []
    return Pitch(hz)


def _path(values: np.ndarray, octaves: np.ndarray) -> list[int]:
    """Best candidate of each frame: high correlation, small jumps."""
    if not len(values):
        return []
    total, back = values[0], []
    for n in range(1, len(values)):
        step = total[None] - OCTAVE_COST * np.abs(octaves[n][:, None] - octaves[n - 1][None])
        back.append(step.argmax(1))
        total = values[n] + step.max(1)
    path = [int(total.argmax())]
    for pointer in reversed(back):
        path.append(int(pointer[path[-1]]))
    return path[::-1]


def _refined(correlation: np.ndarray, lag: int) -> float:
    """The peak's place between samples, by a parabola."""
    a, b, c = correlation[lag - 1 : lag + 2]
    curve = a - 2 * b + c
    return lag + (0.5 * (a - c) / curve if curve < 0 else 0.0)


@dataclass(frozen=True)
class Edges:
    """Where the sound is. All ms; the edge levels are the first and last 5 ms, dB below the sounding part."""

    onset_ms: float
    offset_ms: float
    first_db: float
    last_db: float


def active(audio: np.ndarray, rate_hz: int) -> np.ndarray:
    """Boolean per sample: between the first and the last 10 ms that are within ACTIVE_DB of the loudest."""
    level = level_db(audio, rate_hz)
    hop = round(HOP_S * rate_hz)
    on = np.flatnonzero(level > level.max() + ACTIVE_DB)
    mask = np.zeros(len(audio), bool)
    mask[max(0, on[0] * hop - hop // 2) : on[-1] * hop + hop // 2] = True
    return mask


def rms_db(audio: np.ndarray, rate_hz: int) -> float:
    """Level in dBFS of what sounds: the mean power of the 20 ms windows that are within ACTIVE_DB of the loudest, so
    that pauses and closed lips do not count."""
    level = level_db(audio, rate_hz)
    return float(db((10 ** (level[level > level.max() + ACTIVE_DB] / 10)).mean()))


def peak_db(audio: np.ndarray) -> float:
    """Highest sample in dBFS."""
    return float(2 * db(np.abs(audio.astype(np.float64)).max()))


def edges(audio: np.ndarray, rate_hz: int) -> Edges:
    where = np.flatnonzero(active(audio, rate_hz))
    short = round(0.005 * rate_hz)
    body = rms_db(audio, rate_hz)
    ends = [float(db((part.astype(np.float64) ** 2).mean())) - body for part in (audio[:short], audio[-short:])]
    return Edges(where[0] * 1000 / rate_hz, (where[-1] + 1) * 1000 / rate_hz, *ends)


def jump_db(audio: np.ndarray, rate_hz: int) -> float:
    """A cut is heard as a click: the largest step between neighbouring samples in the first and last 2 ms, the silence
    outside included, in dB below the highest sample."""
    short = round(0.002 * rate_hz)
    steps = np.abs(np.diff(np.concatenate([[0.0], audio[:short], audio[-short:], [0.0]])))
    steps[short] = 0.0
    return float(2 * db(steps.max())) - peak_db(audio)


def level_movement_db(audio: np.ndarray, rate_hz: int) -> float:
    """Spread of the 20 ms levels over the sounding part: 90th minus 10th percentile."""
    hop = round(HOP_S * rate_hz)
    level = level_db(audio, rate_hz)
    inside = active(audio, rate_hz)[: len(level) * hop : hop]
    return float(np.subtract(*np.percentile(level[: len(inside)][inside], [90, 10])))


def tilt_db(audio: np.ndarray, rate_hz: int) -> float:
    """How dark it is: power below 1 kHz over power from 1 to 5 kHz, of the sounding part, in dB."""
    power = np.abs(np.fft.rfft(audio[active(audio, rate_hz)].astype(np.float64))) ** 2
    hz = np.linspace(0, rate_hz / 2, len(power))
    return float(10 * np.log10(power[hz < 1000].sum() / power[(hz >= 1000) & (hz < 5000)].sum()))
