"""How one recording is to be said: plain numbers, no sound."""

from dataclasses import dataclass

Knots = tuple[tuple[float, float], ...]
"""Places and values of a curve."""
NEUTRAL_HZ = 205.0
"""Median pitch of the listener's voice over a page of text: 0 semitones."""


@dataclass(frozen=True)
class Delivery:
    """How to say it. Places run 0..1 over the voiced part; pitch in semitones above NEUTRAL_HZ."""

    contour: Knots = ((0.0, 0.0), (1.0, 0.0))
    own: float = 0.4
    """Share of the voice's own pitch movement that stays under the contour."""
    speed: float = 1.0
    """Of the whole word, as the voice itself would hurry or take its time."""
    stretch: float = 1.0
    """Of the voiced part only, after that."""
    level_db: float = 0.0
    swell: Knots = ((0.0, 0.0), (1.0, 0.0))
    """Loudness over time, dB."""
    bright_db: float = 0.0
    """Gain of what lies above 2 kHz, growing from 500 Hz."""
    breath_db: float = 0.0
    throat: float = 1.0
    """Length of the throat: above 1 all resonances move down by that factor."""
