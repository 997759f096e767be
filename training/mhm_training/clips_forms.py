"""What the listener can say, and the ways of saying it. Chosen by hand; data, no code."""

from dataclasses import dataclass
from typing import Literal

from .voice_delivery import Delivery, Knots

Pattern = Literal["one", "two", "many"]
"""One beat, two equal beats, or a word whose own melody leads."""


@dataclass(frozen=True)
class Form:
    """One form of the bank."""

    pattern: Pattern
    phonemes: tuple[str, ...]
    """In the voice's alphabet; the takes that are tried go round these."""
    heard: tuple[str, ...]
    """What a recogniser may write for it, normalised."""
    held: Literal["lips", "vowel"] | None = None
    """A held sound in place of the spoken word: the closed lips or the vowel of `phonemes`…"""
    hold_ms: tuple[float, ...] = ()
    """…for one beat, or a beat, a breath and a beat."""
    extra: tuple[str, ...] = ()
    """Deliveries beyond those that every form has."""
    takes: int = 1
    """Of each delivery. The forms that make up most of the data have two: nobody says `yeah` the same way twice."""


FORMS: dict[str, Form] = {
    "absolutely": Form("many", ("ˈæbsəlˌutli.", "ˌæbsəlˈutli."), ("absolutely",)),
    "ah": Form("one", ("ˈɑ.", "ˈɑ!"), ("ah", "uh", "aah", "aw"), extra=("surprised", "gentle")),
    "cool": Form("one", ("kˈul.", "kˈul!"), ("cool",)),
    "definitely": Form("many", ("dˈɛfᵊnətli.", "dˈɛfənətli!"), ("definitely",)),
    "exactly": Form("many", ("ɪɡzˈæktli.", "ɪɡzˈæktli!"), ("exactly",)),
    "good": Form("one", ("ɡˈʊd.", "ɡˈʊd!"), ("good",)),
    "mhm": Form("two", ("sˈʌm ˈʌðɚ",), ("um-hum", "uh-huh", "hm"), "lips", (115, 75, 215), takes=2),
    "mm": Form("one", ("sˈʌm ˈʌðɚ",), ("hm", "um-hum"), "lips", (330,), extra=("surprised", "gentle")),
    "oh": Form("one", ("ˈO.", "ˈOː.", "ˈO!"), ("oh", "o"), extra=("surprised", "gentle"), takes=2),
    "okay": Form("many", ("ˌOkˈA.", "OkˈA!"), ("okay",), takes=2),
    "really": Form("many", ("ɹˈiᵊli?", "ɹˈɪli.", "ɹˈiᵊli."), ("really",), extra=("surprised",)),
    "right": Form("one", ("ɹˈIt.", "ɹˈIt!"), ("right", "write"), extra=("gentle",), takes=2),
    "sure": Form("one", ("ʃˈʊɹ.", "ʃˈʊɹ!"), ("sure", "shore")),
    "uh-huh": Form("two", ("bˈʌt", "ˈʌː.", "kˈʌt"), ("uh-huh", "aha", "ah ha"), "vowel", (120, 80, 230), takes=2),
    "wow": Form("one", ("wˈɑʊw.", "wˈɑW.", "wˈɑW!"), ("wow",), extra=("surprised",)),
    "yeah": Form("one", ("jˈɛə.", "jˈɛə!", "jˈæ."), ("yeah",), extra=("gentle",), takes=2),
    "yep": Form("one", ("jˈɛp.", "jˈɛp!"), ("yep",)),
    "yes": Form("one", ("jˈɛs.", "jˈɛs!"), ("yes",)),
}
NOT_JUDGED = ("mhm", "mm")
"""On a human speaker's isolated recordings of these the recogniser is no better (see the results)."""


def _steps(*values: float) -> Knots:
    return tuple((n / (len(values) - 1), value) for n, value in enumerate(values))


LOUD_THEN_SOFT: Knots = ((0.0, 0.0), (0.3, 1.0), (1.0, -5.0))
SECOND_BEAT: Knots = ((0.0, -2.0), (0.5, -1.0), (0.75, 2.0), (1.0, 0.0))
LIFTED_END: Knots = ((0.0, -1.0), (0.6, 0.0), (0.78, 4.0), (0.88, 3.0), (1.0, -4.0))
SOFTLY = {"level_db": -7.0, "bright_db": -6.0, "breath_db": 4.0}
BRIGHTLY = {"level_db": 3.0, "bright_db": 3.0}
STRONGLY = {"level_db": 4.5, "bright_db": 4.0}
LOW = {"level_db": -3.5, "bright_db": -5.0, "throat": 1.03}
WARMLY = {"level_db": -2.0, "bright_db": -2.5, "breath_db": 3.0}
SMILING = {"level_db": -0.5, "bright_db": 3.5, "throat": 0.95}
"""A smile draws back the lips: a shorter throat."""
FADING = {"level_db": -4.0, "bright_db": -2.0, "breath_db": 2.0, "swell": ((0.0, 0.0), (0.4, -1.0), (1.0, -6.0))}

DELIVERIES: dict[Pattern, dict[str, Delivery]] = {
    "one": {
        "falling": Delivery(_steps(2.5, 3, 1, -2, -5), own=0.3, swell=LOUD_THEN_SOFT),
        "rising": Delivery(_steps(-1.5, -2, -1, 2, 6), own=0.2),
        "soft": Delivery(_steps(-0.5, -0.5, -2, -4.5), own=0.3, **SOFTLY),
        "lively": Delivery(_steps(1, 6, 7, 3, -2), own=0.3, **BRIGHTLY),
        "drawn": Delivery(_steps(0, 1.5, 0.5, -1, -3, -4), own=0.3, speed=0.92, stretch=1.5),
        "short": Delivery(_steps(1.5, 1.5, -1), own=0.3, speed=1.2, stretch=0.85),
        "surprised": Delivery(_steps(1, 4, 9, 8, 3), own=0.2, stretch=1.3, level_db=2, bright_db=2),
        "gentle": Delivery(_steps(-1, 0, -2, -4, -5), own=0.2, stretch=1.6, level_db=-4.5, bright_db=-4, breath_db=3),
        "calm": Delivery(_steps(-2.5, -3, -4.5, -6), own=0.25, speed=0.95, stretch=1.1, **LOW),
        "warm": Delivery(_steps(-4, -1.5, 1, 0, -1), own=0.3, stretch=1.3, **WARMLY),
        "bright": Delivery(_steps(2, 4, 5.5, 5), own=0.3, swell=LOUD_THEN_SOFT, **SMILING),
        "excited": Delivery(_steps(4.5, 9, 10.5, 9, 3.5), own=0.3, speed=1.05, swell=LOUD_THEN_SOFT, **STRONGLY),
        "hesitant": Delivery(_steps(0.5, -1.5, -3, -2.5, 1), own=0.2, speed=0.9, stretch=1.7, **FADING),
        "sceptical": Delivery(_steps(-1, -4, -4.5, -2, 4), own=0.2, speed=0.95, stretch=1.5, level_db=-1),
    },
    "two": {
        "falling": Delivery(_steps(2.5, 3, 0.5, -0.5, -4.5), own=0.3, swell=LOUD_THEN_SOFT),
        "rising": Delivery(_steps(0.5, -1.5, -2.5, 0, 6), own=0.2, swell=SECOND_BEAT),
        "soft": Delivery(_steps(-0.5, -1, -3.5, -2, -0.5), own=0.3, **SOFTLY),
        "lively": Delivery(_steps(0, 0.5, 2, 7.5, 4), own=0.2, swell=SECOND_BEAT, **BRIGHTLY),
        "drawn": Delivery(_steps(0, 0.5, -1.5, 1.5, 0.5, -3), own=0.2, stretch=1.45, level_db=-1),
        "short": Delivery(_steps(1, -0.5, 2.5), own=0.3, stretch=0.85),
        "calm": Delivery(_steps(-2, -2.5, -4, -4, -6), own=0.15, stretch=1.1, **LOW),
        "warm": Delivery(_steps(-3.5, -2.5, -2, 1, -1), own=0.2, stretch=1.3, **WARMLY),
        "bright": Delivery(_steps(2, 2.5, 3, 6.5, 5.5), own=0.2, swell=SECOND_BEAT, **SMILING),
        "excited": Delivery(_steps(3, 4, 6, 11.5, 9), own=0.2, swell=SECOND_BEAT, **STRONGLY),
        "hesitant": Delivery(_steps(0.5, -1, -3.5, -3, 0.5), own=0.2, stretch=1.65, **FADING),
        "sceptical": Delivery(_steps(-1, -3, -4.5, -2, 5), own=0.2, stretch=1.35, level_db=-1),
    },
    "many": {
        "falling": Delivery(_steps(1, 0.5, -2, -4.5), own=0.8, swell=LOUD_THEN_SOFT, level_db=-1),
        "rising": Delivery(_steps(-1, -1, -0.5, 3, 8), own=0.4, swell=LIFTED_END),
        "soft": Delivery(_steps(-1, -1.5, -3), own=0.6, **SOFTLY),
        "lively": Delivery(_steps(3, 4.5, 4, 3), own=1.2, speed=1.06, **BRIGHTLY),
        "drawn": Delivery(_steps(1, 1.5, -0.5, -1), own=0.8, speed=0.83, stretch=1.25, level_db=-2),
        "short": Delivery(_steps(1.5, 1, -2), own=0.45, speed=1.3),
        "surprised": Delivery(_steps(0, 3, 6, 9), own=1.0, stretch=1.2, level_db=2, bright_db=2),
        "calm": Delivery(_steps(-3, -3.8, -4.8, -6.5), own=0.25, speed=0.87, **LOW),
        "warm": Delivery(_steps(-2.5, 0.5, 0.5, -1), own=0.6, speed=0.9, stretch=1.15, **WARMLY),
        "bright": Delivery(_steps(2.5, 5, 6, 5), own=0.8, swell=LOUD_THEN_SOFT, **SMILING),
        "excited": Delivery(_steps(5, 9, 9.5, 6), own=1.1, speed=1.1, **STRONGLY),
        "hesitant": Delivery(_steps(-0.5, -2.5, -3.5, 0.5), own=0.3, speed=0.85, stretch=1.4, **FADING),
        "sceptical": Delivery(_steps(-1, -3.5, -3.5, 0, 5), own=0.4, speed=0.9, stretch=1.2, level_db=-1),
    },
}
USUAL = ("falling", "rising", "soft", "lively", "drawn", "short")
"""Those that the forms with two takes have twice."""
MOODS = ("calm", "warm", "bright", "excited", "hesitant", "sceptical")
"""What every form has besides: they reach further from the middle in energy, polarity and surprisal."""
