"""What is measured of a recording before it may be kept, and how far two recordings are apart."""

from dataclasses import dataclass

import numpy as np

from . import prosody

ONSET_MS = 20.0
EDGE_DB = -30.0
JUMP_DB = -30.0
LONG_MS, RANGE_ST, LONG_RANGE_ST, MOVEMENT_DB = 350.0, 1.4, 1.8, 6.0
"""No droning: nine in ten recordings of a human listener (FiCa, 1,685 clips) move by more than 2.3 semitones from the
5th to the 95th percentile of their pitch and by more than 9 dB in level."""
DURATION_MS = (150.0, 1500.0)


@dataclass(frozen=True)
class Measures:
    """Of one recording; see `prosody`."""

    duration_ms: float
    onset_ms: float
    rms_db: float
    peak_db: float
    median_hz: float
    range_st: float
    slope_st_per_s: float
    end_st: float
    tilt_db: float
    movement_db: float
    first_db: float
    last_db: float
    jump_db: float


def measure(audio: np.ndarray, rate_hz: int) -> Measures:
    track, ends = prosody.pitch(audio, rate_hz), prosody.edges(audio, rate_hz)
    return Measures(
        duration_ms=ends.offset_ms - ends.onset_ms,
        onset_ms=ends.onset_ms,
        rms_db=prosody.rms_db(audio, rate_hz),
        peak_db=prosody.peak_db(audio),
        median_hz=track.median_hz,
        range_st=track.range_st,
        slope_st_per_s=track.slope_st_per_s,
        end_st=track.end_st,
        tilt_db=prosody.tilt_db(audio, rate_hz),
        movement_db=prosody.level_movement_db(audio, rate_hz),
        first_db=ends.first_db,
        last_db=ends.last_db,
        jump_db=prosody.jump_db(audio, rate_hz),
    )


def faults(found: Measures) -> list[str]:
    """Why a recording may not be kept; empty when it may."""
    long = found.duration_ms > LONG_MS
    rules = {
        "too short or too long": not DURATION_MS[0] <= found.duration_ms <= DURATION_MS[1],
        "starts late": found.onset_ms > ONSET_MS,
        "peaks above -1 dBFS": found.peak_db > -1.0,
        "does not start or end in silence": max(found.first_db, found.last_db) > EDGE_DB,
        "clicks": found.jump_db > JUMP_DB,
        "drones in pitch": found.range_st < (LONG_RANGE_ST if long else RANGE_ST),
        "drones in level": found.movement_db < MOVEMENT_DB,
    }
    return [name for name, broken in rules.items() if broken]


FEATURE_STEPS = {"slope_st_per_s": 10.0, "end_st": 2.0, "range_st": 3.0, "rms_db": 3.0, "tilt_db": 4.0}
"""A difference that a listener notices, for each measure; besides these a quarter in length, 1.5 semitones in pitch."""


def difference(one: Measures, other: Measures) -> float:
    """How far apart two deliveries are: the largest difference in units of a noticeable one."""
    steps = [abs(getattr(one, name) - getattr(other, name)) / step for name, step in FEATURE_STEPS.items()]
    length = abs(np.log2(one.duration_ms / other.duration_ms)) / np.log2(1.25)
    register = abs(12 * np.log2(one.median_hz / other.median_hz)) / 1.5
    return float(max(*steps, length, register))


def beats(audio: np.ndarray, rate_hz: int) -> float:
    """Depth in dB of the dip between the two beats of a word, below the lower of its peaks; 0 for one beat."""
    level = prosody.level_db(audio, rate_hz)
    inside = np.flatnonzero(level > level.max() - 12)
    level = level[inside[0] : inside[-1] + 1]
    return float(
        max((min(level[:n].max(), level[n + 1 :].max()) - level[n] for n in range(1, len(level) - 1)), default=0)
    )
