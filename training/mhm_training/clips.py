"""The bank of backchannels: every delivery of every form, performed, measured, and heard by the recogniser."""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import soundfile

from .clips_forms import DELIVERIES, FORMS, MOODS, NOT_JUDGED, USUAL, Form
from .clips_measures import Measures, difference, faults, measure
from .text import normalise_text
from .voice import RATE_HZ, Voice, finish
from .voice_delivery import Delivery
from .voice_held import closed_lips, full_vowel, hold
from .voice_recogniser import Recogniser

ATTEMPTS = 9
"""Takes that differ in their random part; the first that is heard everywhere is kept, else the one heard most."""
CARRIERS = ("She said the word", "Then she said,", "They answered:")
CARRIER_GAP_S = 0.17


@dataclass(frozen=True)
class Take:
    """One recording that was tried."""

    name: str
    form: str
    delivery: str
    audio: np.ndarray
    found: Measures
    faults: list[str]
    heard: list[str]
    """What the recogniser wrote: alone, then after each carrier."""
    understood: int
    attempts: int


def stored(audio: np.ndarray) -> np.ndarray:
    """The samples as the 16-bit file will hold them."""
    return np.round(np.clip(audio, -1, 1 - 2**-15) * 32768) / 32768


class Booth:
    """A voice and a second pair of ears."""

    def __init__(self, recogniser: Recogniser, voice: Voice):
        self._voice, self._recogniser = voice, recogniser
        self._carriers = [finish(voice.plain(voice.phonemes(text)[0], 0).astype(float)) for text in CARRIERS]

    def perform(self, form: Form, phonemes: str, delivery: Delivery, seed: int) -> np.ndarray:
        if form.held is None:
            return stored(self._voice.say(phonemes, delivery, seed))
        parts = self._voice.parts(phonemes)
        run = closed_lips(parts) if form.held == "lips" else full_vowel(parts)
        return stored(self._voice.perform(hold(parts, run, *form.hold_ms), delivery, seed))

    def listen(self, audio: np.ndarray) -> list[str]:
        gap = np.zeros(round(CARRIER_GAP_S * RATE_HZ))
        heard = [self._recogniser.hear(audio, RATE_HZ)]
        for text, carrier in zip(CARRIERS, self._carriers, strict=True):
            words = normalise_text(self._recogniser.hear(np.concatenate([carrier, gap, audio]), RATE_HZ))
            heard.append(words.removeprefix(normalise_text(text)).strip())
        return [normalise_text(heard[0]), *heard[1:]]

    def take(self, name: str, delivery: str, number: int, others: Sequence[Take] = ()) -> Take:
        """The best of a few takes of one delivery, told apart from the `others` of its form."""
        form, best = FORMS[name], None
        style = DELIVERIES[form.pattern][delivery]
        for attempt in range(ATTEMPTS):
            seed = zlib.crc32(f"{name} {delivery} {number} {attempt}".encode())
            varied = _varied(style, number, attempt, np.random.default_rng(seed))
            audio = self.perform(form, form.phonemes[(attempt + number - 1) % len(form.phonemes)], varied, seed)
            found = measure(audio, RATE_HZ)
            heard = self.listen(audio)
            understood = sum(words in form.heard for words in heard)
            file = f"{name}-{delivery}-{number}"
            wrong = [*faults(found), *alike(found, delivery, others)]
            take = Take(file, name, delivery, audio, found, wrong, heard, understood, attempt + 1)
            if best is None or (not take.faults, understood) > (not best.faults, best.understood):
                best = take
            if not take.faults and understood == len(heard):
                break
        assert best is not None
        return replace(best, attempts=attempt + 1)

    def bank(self) -> Iterator[Take]:
        for name, form in FORMS.items():
            kept: list[Take] = []
            for delivery in (*USUAL, *form.extra, *MOODS):
                for number in range(1, (form.takes if delivery in USUAL else 1) + 1):
                    take = self.take(name, delivery, number, kept)
                    if wanted(take):
                        kept.append(take)
                    yield take


def _varied(style: Delivery, number: int, attempt: int, random: np.random.Generator) -> Delivery:
    """Another take: the same intention a little higher or lower, faster or slower. The very first is as written."""
    if number == 1 and attempt == 0:
        return style
    higher = random.uniform(0.4, 1.2) * (1 if number == 2 else random.choice([-1, 1]))
    contour = tuple((place, value + higher) for place, value in style.contour)
    faster = 1 + random.uniform(-0.08, 0.08)
    return replace(style, contour=contour, speed=style.speed * faster, stretch=style.stretch / faster**0.5)


def alike(found: Measures, delivery: str, others: Sequence[Take]) -> list[str]:
    """A fault for each other delivery that a listener could not tell from this one."""
    near = {take.delivery for take in others if take.delivery != delivery and difference(found, take.found) < 1}
    return [f"sounds like {name}" for name in sorted(near)]


def wanted(take: Take) -> bool:
    """Whether a take goes into the bank: no fault, and understood in most places where the recogniser can judge."""
    return not take.faults and (take.form in NOT_JUDGED or take.understood >= 2)


def bank_entry(take: Take) -> dict:
    """The recording's line in bank.json."""
    found = take.found
    return {
        "file": f"{take.name}.flac",
        "form": take.form,
        "delivery": take.delivery,
        "duration_ms": round(found.duration_ms),
        "onset_ms": round(found.onset_ms, 1),
        "rms_db": round(found.rms_db, 2),
        "peak_db": round(found.peak_db, 2),
        "pitch": {
            "median_hz": round(found.median_hz, 1),
            "range_st": round(found.range_st, 2),
            "slope_st_per_s": round(found.slope_st_per_s, 2),
        },
        "recognised": None if take.form in NOT_JUDGED else round(take.understood / len(take.heard), 2),
    }


def write_flac(path: Path, audio: np.ndarray, rate_hz: int = RATE_HZ) -> None:
    soundfile.write(path, np.round(audio * 32768).astype(np.int16), rate_hz, format="FLAC", subtype="PCM_16")


def write_bank(folder: Path, takes: list[Take], rights: dict) -> None:
    """The recordings and bank.json."""
    for take in takes:
        write_flac(folder / f"{take.name}.flac", take.audio)
    bank = {
        "forms": list(FORMS),
        "voice": "heart",
        "rights": rights,
        "recordings": [bank_entry(take) for take in takes],
    }
    (folder / "bank.json").write_text(json.dumps(bank, indent=1, ensure_ascii=False) + "\n")


def measures_row(take: Take) -> dict:
    """Everything known about a take, for the table of measures."""
    return {
        "file": take.name,
        **{name: round(value, 2) for name, value in asdict(take.found).items()},
        "heard": take.heard,
        "understood": take.understood,
        "attempts": take.attempts,
        "faults": take.faults,
    }
