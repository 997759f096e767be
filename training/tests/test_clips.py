"""The recordings that ship, measured again from their files; and the measures themselves on made-up sounds."""

import hashlib
import itertools
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from scipy.special import softmax

from mhm_training import prosody
from mhm_training.clips import Take, alike
from mhm_training.clips_fit import entries, form_of
from mhm_training.clips_measures import beats, difference, faults, measure
from mhm_training.clips_pack import BANK as PACK
from mhm_training.text import normalise_text

ROOT = Path(__file__).parents[2]
CLIPS, LINES, SAMPLE = ROOT / "models" / PACK, ROOT / "models/voice-heart/1", ROOT / "public/sample"
BANK = json.loads((CLIPS / "bank.json").read_text())
SCRIPT = json.loads((LINES / "lines.json").read_text())
RATE_HZ = 24_000
RECORDINGS = BANK["recordings"]


def read(path: Path) -> np.ndarray:
    audio, rate_hz = soundfile.read(path)
    info = soundfile.info(path)
    assert (rate_hz, info.channels, info.format, info.subtype) == (RATE_HZ, 1, "FLAC", "PCM_16")
    return audio


@pytest.fixture(scope="module")
def measured() -> dict:
    return {entry["file"]: measure(read(CLIPS / entry["file"]), RATE_HZ) for entry in RECORDINGS}


def of_form(form: str) -> dict[str, list[str]]:
    """Files of a form by delivery."""
    found: dict[str, list[str]] = {}
    for entry in RECORDINGS:
        if entry["form"] == form:
            found.setdefault(entry["delivery"], []).append(entry["file"])
    return found


@pytest.mark.parametrize(("folder", "kind", "most_bytes"), [(CLIPS, "clip-bank", 8e6), (LINES, "voice", 8e6)])
def test_packs_list_their_files_and_are_small(folder, kind, most_bytes):
    meta = json.loads((folder / "meta.json").read_text())
    assert meta["kind"] == kind
    listed = {file["path"]: file for file in meta["files"]}
    assert set(listed) == {path.name for path in folder.iterdir()} - {"meta.json"}
    for name, file in listed.items():
        data = (folder / name).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest()), name
    assert sum(file["bytes"] for file in listed.values()) < most_bytes
    assert {"LICENSE", "NOTICE", "golden.json"} <= set(listed)
    for case in json.loads((folder / "golden.json").read_text())["recordings"]:
        audio = read(folder / case["file"])
        assert len(audio) == case["samples"]
        assert prosody.rms_db(audio, RATE_HZ) == pytest.approx(case["rms_db"], abs=meta["tolerance"])


def test_every_form_has_at_least_eight_deliveries():
    assert len(BANK["forms"]) == 18
    for form in BANK["forms"]:
        assert len(of_form(form)) >= 8, form


@pytest.mark.parametrize("form", BANK["forms"])
def test_the_deliveries_of_a_form_span_what_listeners_hear(form):
    """As the affect model rates them, on its scale of 1 to 5. Long words move least: `absolutely` by .4 in polarity."""
    entries_of = [entry for entry in RECORDINGS if entry["form"] == form]
    for name, least in {"energy": 0.6, "polarity": 0.35, "surprisal": 0.5}.items():
        values = [entry[name] for entry in entries_of]
        assert min(values) >= 1 and max(values) <= 5
        assert max(values) - min(values) >= least, name
    energy = {entry["delivery"]: entry["energy"] for entry in entries_of}
    if {"excited", "calm"} <= set(energy):
        assert energy["excited"] > energy["calm"] + 0.5
    assert all(len(entry["vector"]) == 117 for entry in entries_of)


def test_every_recording_passes_its_measures(measured):
    assert {form: faults(found) for form, found in measured.items() if faults(found)} == {}


def test_bank_says_what_the_files_hold(measured):
    for entry in RECORDINGS:
        found = measured[entry["file"]]
        assert entry["duration_ms"] == pytest.approx(found.duration_ms, abs=1)
        assert entry["rms_db"] == pytest.approx(found.rms_db, abs=0.02)
        assert entry["pitch"]["median_hz"] == pytest.approx(found.median_hz, abs=0.2)
        assert entry["pitch"]["range_st"] == pytest.approx(found.range_st, abs=0.02)
        assert entry["onset_ms"] < 20


def test_the_recogniser_understood_what_it_can_judge():
    judged = [entry for entry in RECORDINGS if entry["recognised"] is not None]
    assert {entry["form"] for entry in RECORDINGS} - {entry["form"] for entry in judged} == {"mhm", "mm"}
    assert min(entry["recognised"] for entry in judged) >= 0.5


@pytest.mark.parametrize("form", BANK["forms"])
def test_deliveries_of_a_form_differ(form, measured):
    deliveries = of_form(form)
    for one, other in itertools.combinations(deliveries, 2):
        apart = min(difference(measured[a], measured[b]) for a in deliveries[one] for b in deliveries[other])
        assert apart >= 1, f"{one} and {other} sound alike"

    def mean(delivery: str, name: str) -> float:
        return float(np.mean([getattr(measured[file], name) for file in deliveries[delivery]]))

    pairs = {
        "end_st": ("rising", "falling", 3.0),
        "rms_db": ("lively", "soft", 6.0),
        "median_hz": ("lively", "soft", 25.0),
        "tilt_db": ("soft", "lively", 0.0),
    }
    for name, (more, less, by) in pairs.items():
        if more in deliveries and less in deliveries:
            assert mean(more, name) > mean(less, name) + by, name
    if {"drawn", "short"} <= set(deliveries):
        assert mean("drawn", "duration_ms") > 1.3 * mean("short", "duration_ms")


@pytest.mark.parametrize(
    ("form", "low_db", "high_db"), [("mhm", 6, 30), ("uh-huh", 6, 30), ("mm", -1, 4), ("ah", -1, 4)]
)
def test_words_of_two_beats_have_two(form, low_db, high_db):
    for file in itertools.chain(*of_form(form).values()):
        assert low_db <= beats(read(CLIPS / file), RATE_HZ) <= high_db, file


def test_form_fit_gives_its_golden_probabilities():
    fit = json.loads((CLIPS / "form-fit.json").read_text())
    assert fit["forms"] == BANK["forms"]
    weights = np.array(fit["weights"])
    assert weights.shape == (len(fit["vocabulary"]), 18)
    index = {entry: n for n, entry in enumerate(fit["vocabulary"])}
    cases = json.loads((CLIPS / "golden.json").read_text())["cases"]
    assert len(cases) >= 8
    for case in cases:
        rows = [index[entry] for entry in entries(case["words"]) if entry in index]
        p = softmax(np.array(fit["bias"]) + weights[rows].sum(0))
        assert p == pytest.approx(case["p"], abs=2e-6)
    assert fit["scores"]["log_loss"]["value"] < fit["scores"]["log_loss_by_frequency"]["value"]


def test_lines_are_short_level_and_fit_to_be_chosen():
    lines = SCRIPT["lines"]
    assert 60 <= len(lines) <= 80
    assert len({line["id"] for line in lines}) == len(lines)
    assert {line["act"] for line in lines} == {
        "follow_up",
        "agreement",
        "summary",
        "acknowledge",
        "greeting",
        "closing",
        "clarify",
    }
    for line in lines:
        audio = read(LINES / line["file"])
        found = prosody.edges(audio, RATE_HZ)
        assert 500 < line["duration_ms"] < 4200, line["id"]
        assert -22 < prosody.rms_db(audio, RATE_HZ) < -18.5, line["id"]
        assert prosody.peak_db(audio) < -1 and found.onset_ms < 20
        assert max(found.first_db, found.last_db) < -30, line["id"]
        assert all(normalise_text(cue.removesuffix("*")) == cue.removesuffix("*") for cue in line["cues"]), line["id"]


def test_sample_is_another_voice_with_timed_words():
    audio, words = read(SAMPLE / "talk.flac"), json.loads((SAMPLE / "talk.words.json").read_text())
    duration_s = len(audio) / RATE_HZ
    assert 60 < duration_s < 80
    times = [time for word in words for time in (word["start"], word["end"])]
    assert times == sorted(times) and times[-1] < duration_s
    assert words[-1]["text"].endswith("?")
    pauses = [after["start"] - word["end"] for word, after in itertools.pairwise(words) if word["text"][-1] in ".?"]
    assert min(pauses) > 0.3 and max(pauses) < 1.5
    level = prosody.level_db(audio, RATE_HZ)
    during = [level[round(word["start"] * 100) : round(word["end"] * 100)].max() for word in words]
    assert min(during) > level.max() - 32, "a word lies where nothing is heard"
    listener_hz = np.median([entry["pitch"]["median_hz"] for entry in RECORDINGS])
    teller_hz = prosody.pitch(audio[: 12 * RATE_HZ], RATE_HZ).median_hz
    assert 12 * np.log2(listener_hz / teller_hz) > 7
    short = json.loads((SAMPLE / "short.words.json").read_text())
    assert 8 < len(read(SAMPLE / "short.flac")) / RATE_HZ < 14
    spoken = " ".join(word["text"] for word in words)
    assert " ".join(word["text"] for word in short) in spoken
    for name in ("LICENSE", "NOTICE", "README.md"):
        assert (SAMPLE / name).stat().st_size > 100


# The measures themselves.


def voiced(hz: np.ndarray, duration_s: float = 0.5) -> np.ndarray:
    """A buzz with the given pitch track, fading in and out, with some movement of its level."""
    time = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    track = np.interp(time, np.linspace(0, duration_s, len(hz)), hz)
    phase = 2 * np.pi * np.cumsum(track) / RATE_HZ
    wave = sum(np.cos(n * phase) / n for n in range(1, 9))
    shape = np.clip(np.minimum(time / 0.03, (duration_s - time) / 0.2), 0, 1) ** 2
    return np.pad(0.1 * wave * shape, round(0.005 * RATE_HZ))


def test_pitch_follows_a_glide():
    track = prosody.pitch(voiced(np.array([150.0, 300.0])), RATE_HZ)
    inside = np.flatnonzero(track.voiced)
    expected = np.interp(inside * prosody.HOP_S - 0.005, [0, 0.5], [150, 300])
    assert np.abs(12 * np.log2(track.hz[inside] / expected)).max() < 0.5
    assert track.slope_st_per_s == pytest.approx(24, abs=3)


def test_silence_and_noise_have_no_pitch():
    noise = np.random.default_rng(0).standard_normal(RATE_HZ) * 0.05
    assert not prosody.pitch(np.zeros(RATE_HZ), RATE_HZ).voiced.any()
    assert prosody.pitch(noise, RATE_HZ).voiced.mean() < 0.02


def test_level_of_a_known_tone():
    tone = 0.5 * np.sin(2 * np.pi * 200 * np.arange(RATE_HZ) / RATE_HZ)
    assert prosody.rms_db(tone, RATE_HZ) == pytest.approx(-9.03, abs=0.1)
    assert prosody.peak_db(tone) == pytest.approx(-6.02, abs=0.01)


def test_faults_are_found():
    good = voiced(np.array([200.0, 260.0, 180.0]))
    assert faults(measure(good, RATE_HZ)) == []
    assert "drones in pitch" in faults(measure(voiced(np.array([200.0, 200.0])), RATE_HZ))
    assert "clicks" in faults(measure(good[round(0.1 * RATE_HZ) :], RATE_HZ))
    assert "starts late" in faults(measure(np.pad(good, (RATE_HZ // 10, 0)), RATE_HZ))
    assert "peaks above -1 dBFS" in faults(measure(good / np.abs(good).max(), RATE_HZ))
    assert "too short or too long" in faults(measure(np.tile(good, 6), RATE_HZ))


def test_a_louder_copy_is_a_difference_and_a_copy_is_none():
    good = voiced(np.array([200.0, 260.0, 180.0]))
    same = measure(good, RATE_HZ)
    assert difference(same, same) == 0
    assert difference(same, measure(good * 0.5, RATE_HZ)) == pytest.approx(2, abs=0.05)


def test_a_take_that_sounds_like_another_delivery_is_at_fault():
    found = measure(voiced(np.array([200.0, 260.0, 180.0])), RATE_HZ)
    other = Take("yeah-soft-1", "yeah", "soft", np.zeros(0), found, [], [], 0, 1)
    assert alike(found, "calm", [other]) == ["sounds like soft"]
    assert alike(found, "soft", [other]) == []
    assert alike(replace(found, rms_db=found.rms_db - 3.1), "calm", [other]) == []


def test_two_beats_are_counted():
    dip = 1 - 0.9 * np.exp(-(((np.arange(RATE_HZ // 2) / RATE_HZ - 0.2) / 0.03) ** 2))
    tone = 0.1 * np.sin(2 * np.pi * 200 * np.arange(RATE_HZ // 2) / RATE_HZ)
    assert beats(tone, RATE_HZ) < 1
    assert beats(tone * dip, RATE_HZ) > 8


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("um-hum", "mhm"),
        ("oh really", "really"),
        ("oh my", "oh"),
        ("yeah right", "yeah"),
        ("i see", None),
        ("hm", "mm"),
    ],
)
def test_form_of_a_backchannel(said, form):
    assert form_of(said.split()) == form


def test_entries_of_the_last_words():
    assert entries([]) == {"#short"}
    assert entries(["you", "know"]) == {"you", "know", "$know", "#short"}
    many = [f"w{n}" for n in range(20)]
    assert entries(many) == {*many[-12:], "$w19"}
    assert "#question" in entries("so what did you do".split())
