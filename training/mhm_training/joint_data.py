"""The shared recordings as arrays: FiCa with its published dimensions, the perception study with its answers."""

import ast
import csv
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import soundfile

from .clips_fit import NAMES
from .ears import Ears
from .joint import Clips
from .voice_prosody import measure
from .voice_recogniser import to_recogniser_rate

DIMENSIONS = ("energy", "polarity", "surprisal")
SPELLINGS = {"mmm": "mm", "hm": "mm", "yup": "yep"}
FICA_FORM_WEIGHT, FICA_FORM_MOST, FICA_AFFECT_WEIGHT = 0.3, 40, 0.3
"""One speaker with 1,685 recordings must not outweigh hundreds with a few each."""


def load(path: Path) -> np.ndarray:
    """16 kHz mono."""
    audio, rate = soundfile.read(path, dtype="float64", always_2d=True)
    return to_recogniser_rate(audio.mean(1), rate)


def measured(paths: list[Path], ears: Ears, cache: Path) -> tuple[np.ndarray, np.ndarray]:
    """What was heard [n,3904] and prosody [n,6]; measuring takes about 250 ms a recording, so it is kept."""
    names = [f"{path.parent.name}/{path.stem}" for path in paths]
    known = dict(np.load(cache)) if cache.exists() else {}
    for name, path in zip(names, paths, strict=True):
        if name not in known:
            audio = load(path)
            known[name] = np.concatenate([ears.pooled(audio), measure(audio).values])
    np.savez(cache, **known)
    both = np.array([known[name] for name in names])
    return both[:, :-6], both[:, -6:]


def answers(folder: Path) -> dict[str, list[list[float]]]:
    """What each participant rated, by "set/clip": energy, polarity, surprisal."""
    found = defaultdict(list)
    with (folder / "ratings.csv").open() as lines:
        for row in csv.DictReader(lines):
            for clip, rated in ast.literal_eval(row["energy_polarity_surprisal"]).items():
                found[f"{row['convo_id']}/{Path(clip).stem}"].append([float(rated[name]) for name in DIMENSIONS])
    return found


def published(folder: Path) -> dict[str, list[float]]:
    """The study's own model's dimensions of the FiCa recordings, by stem."""
    (path,) = folder.rglob("published_dimensions.csv")
    with path.open() as lines:
        rows = [row for row in csv.DictReader(lines) if row["dataset"] == "FiCa"]
    return {Path(row["file"]).stem: [float(row[f"dim_{name}"]) for name in DIMENSIONS] for row in rows}


def read_clips(data: Path, ears: Ears, cache: Path) -> Clips:
    """Every recording, those of the perception study first, with what is known of each."""
    study = sorted((data / "perception").glob("*/fb?.flac"))
    fica = sorted((data / "fica").rglob("*.flac"))
    voice, prosody = measured([*study, *fica], ears, cache)
    rated, other = answers(data / "perception"), published(data / "fica")
    forms, affect, weights = [], [], []
    for path in study:
        said = json.loads((path.parent / "data.json").read_text())["feedback"][int(path.stem[-1])]["token"]
        given = rated[f"{path.parent.name}/{path.stem}"]
        forms.append(NAMES.index(said))
        affect.append(np.mean(given, axis=0))
        weights.append(len(given))
    for path in fica:
        said = path.stem.split("_")[-1]
        said = SPELLINGS.get(said, said)
        forms.append(NAMES.index(said) if said in NAMES else -1)
        affect.append(other.get(path.stem, [np.nan] * 3))
    form = np.array(forms)
    counts = np.bincount(form[len(study) :][form[len(study) :] >= 0], minlength=len(NAMES))
    share = np.minimum(1, FICA_FORM_MOST / np.maximum(counts[np.maximum(form, 0)], 1))
    people = np.arange(len(form)) < len(study)
    raters = np.maximum(0.5, np.array(weights) / np.mean(weights))
    return Clips(
        voice,
        prosody,
        form,
        np.array(affect),
        np.where(people, 1.0, FICA_FORM_WEIGHT * share),
        np.concatenate([raters, np.full(len(fica), FICA_AFFECT_WEIGHT)]),
    )
