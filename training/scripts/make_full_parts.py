"""Gathers what training left into the parts of the full set, and fits affect on WavLM's vectors.

python scripts/make_full_parts.py OUT_DIR STUDY_DIR [--voice NAME] [--check]

OUT_DIR holds export/ (export_full_decision.py), joint/export/ (train_full_joint.py), dials.json, policy.json and
rates.json (fit_policy.py --full). STUDY_DIR holds the recordings and ratings of the perception study. Writes
OUT_DIR/parts, from which make_full_packs.py makes the packs. --check only says whether packs could be made here.
"""

import argparse
import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from embed_full_pack import VOICE

from mhm_training.full_affect import affect_of, fit_affect
from mhm_training.full_model import Missing
from mhm_training.joint_data import DIMENSIONS, answers, load
from mhm_training.joint_full import pooled_voice, voice_model
from mhm_training.pack import write_json

FOLDS = 10


def check(study: Path) -> None:
    """Raises Missing, with what to do, when the packs could not be made here."""
    for package, wanted in (("onnxruntime_genai", "training[full]"), ("soundfile", "training[clips]")):
        if find_spec(package) is None:
            raise Missing(f"The package {package} is missing: install it with pip install -e '{wanted}'.")
    if not (study / "ratings.csv").exists():
        raise Missing(f"{study} holds no ratings.csv: name the folder with the perception study's sets and ratings.")


def rated(study: Path) -> tuple[list[Path], np.ndarray, np.ndarray]:
    """The recordings, their mean ratings [n,3], and how many people rated each, relative to the mean."""
    found = answers(study)
    paths = [path for path in sorted(study.glob("*/fb?.flac")) if f"{path.parent.name}/{path.stem}" in found]
    given = [found[f"{path.parent.name}/{path.stem}"] for path in paths]
    raters = np.array([len(one) for one in given])
    return paths, np.array([np.mean(one, axis=0) for one in given]), raters / raters.mean()


def held_out(paths: list[Path], vectors: np.ndarray, ratings: np.ndarray, weights: np.ndarray) -> list[float]:
    """The correlation of each dimension with ratings of sets that were left out."""
    sets = np.unique([path.parent.name for path in paths], return_inverse=True)[1]
    guessed = np.zeros_like(ratings)
    for fold in range(FOLDS):
        out = sets % FOLDS == fold
        fitted = fit_affect(vectors[~out], ratings[~out], weights[~out])
        guessed[out] = [affect_of(fitted, vector) for vector in vectors[out]]
    return [round(float(np.corrcoef(guessed[:, n], ratings[:, n])[0, 1]), 3) for n in range(len(DIMENSIONS))]


def scores(decision: dict, joint: dict, affect: list[float]) -> list[dict]:
    found = [
        {"name": f"decision: {name}", "value": value, "on": f"the reporting part, {history}"}
        for history, part in decision.items()
        for name, value in part.items()
        if isinstance(value, int | float)
    ]
    found += [
        {"name": f"joint: {name}", "value": value, "on": "backchannels of the reporting part"}
        for name, value in joint.items()
    ]
    return found + [
        {"name": f"affect: correlation of {name}", "value": value, "on": "sets of the study that were left out"}
        for name, value in zip(DIMENSIONS, affect, strict=True)
    ]


def main(out: Path, study: Path, voice: str) -> None:
    check(study)
    parts = out / "parts"
    shutil.rmtree(parts, ignore_errors=True)
    parts.mkdir()
    exported = json.loads((out / "export" / "export.json").read_text())
    if not exported["causal"]:
        raise Missing("The backbone reads both ways: the full set's packs need one that reads from left to right.")
    shutil.copytree(out / "export" / "language", parts / "language")
    shutil.copy(out / "export" / "head.pt", parts)
    shutil.copy(out / "joint" / "export" / "joint.pt", parts)
    shutil.copy(out / "policy.json", parts)
    encoder = voice_model(voice)
    encoder.save_pretrained(parts / "voice")
    paths, ratings, weights = rated(study)
    vectors = pooled_voice(encoder, [load(path) for path in paths])
    fitted = fit_affect(vectors, ratings, weights)
    write_json(parts / "affect.json", {key: np.asarray(value).tolist() for key, value in fitted.items()})
    dials, rates = (json.loads((out / name).read_text()) for name in ("dials.json", "rates.json"))
    for name, dial in dials.items():
        dial["quantiles"] = [round(value, 6) for value in dial["quantiles"]]
        dial["rate_per_min"], dial["late_rate_per_min"] = rates[name], rates["late"][name]
    write_json(parts / "dials.json", dials)
    joint = json.loads((out / "joint" / "export" / "export.json").read_text())
    described = {
        "weights": "trained",
        "set": "full",
        "made": "training/runs/full-pack.sh DATA_DIR AUDIO_DIR OUT_DIR MODELS_DIR",
        "upstream": f"{exported['settings']['backbone']} and {voice}, trained on conversations; neither words nor "
        "sound are in here",
        "policy": "fitted with these weights on the choosing half of val",
        "scores": scores(exported["scores"], joint["scores"], held_out(paths, vectors, ratings, weights)),
    }
    write_json(parts / "parts.json", described)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("study", type=Path)
    parser.add_argument("--voice", default=VOICE)
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    try:
        check(chosen.study) if chosen.check else main(chosen.out, chosen.study, chosen.voice)
    except Missing as error:
        raise SystemExit(str(error)) from error
