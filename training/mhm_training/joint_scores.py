"""How well the joint space agrees with people: every figure with its 95 % interval by bootstrap over sets."""

import ast
import csv
import json
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np

from . import joint
from .joint import Clips

FOLDS, DRAWS, AGREED = 10, 2000, 0.8
PAIRS = tuple(combinations(range(3), 2))


def interval(values: np.ndarray) -> tuple[float, float, float]:
    """Mean, and the 2.5th and 97.5th percentile of means of resampled values."""
    random = np.random.default_rng(0)
    means = [values[random.integers(len(values), size=len(values))].mean() for _ in range(DRAWS)]
    return float(values.mean()), *map(float, np.percentile(means, [2.5, 97.5]))


def r2_interval(wanted: np.ndarray, got: np.ndarray, groups: np.ndarray) -> tuple[float, float, float]:
    """Explained variance, resampled by group of recordings [n, per group]."""

    def r2(rows: np.ndarray) -> float:
        return float(1 - ((wanted[rows] - got[rows]) ** 2).sum() / ((wanted[rows] - wanted[rows].mean()) ** 2).sum())

    random = np.random.default_rng(0)
    count = len(groups)
    drawn = [r2(groups[random.integers(count, size=count)].ravel()) for _ in range(DRAWS)]
    return r2(groups.ravel()), *map(float, np.percentile(drawn, [2.5, 97.5]))


def first_of(values: np.ndarray) -> np.ndarray:
    """1 where the first of each row is the highest, shared among equals."""
    best = values == values.max(1, keepdims=True)
    return best[:, 0] / best.sum(1)


def folded(clips: Clips, sets: int) -> dict[str, np.ndarray]:
    """Forms, affect and vectors of the first 3 x `sets` clips, each by maps that were fitted without its set."""
    fold = np.repeat(np.random.default_rng(0).permutation(sets) % FOLDS, 3)
    everyone = np.concatenate([fold, np.full(len(clips.form) - len(fold), -1)])
    out = {"forms": np.zeros((len(fold), 18)), "affect": np.zeros((len(fold), 3))}
    out["vectors"] = np.zeros((len(fold), joint.SIZE))
    for number in range(FOLDS):
        fitted = joint.fit(clips.take(np.flatnonzero(everyone != number)))
        rows = np.flatnonzero(fold == number)
        inputs = fitted.inputs(clips.voice[rows], clips.prosody[rows])
        out["forms"][rows] = fitted.forms(inputs)
        out["affect"][rows] = fitted.affects(inputs, out["forms"][rows])
        out["vectors"][rows] = fitted.vectors(inputs, out["forms"][rows], out["affect"][rows])
    return out


def closest(vectors: np.ndarray) -> tuple[int, int]:
    """Which two of three vectors have the highest cosine."""
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return max(PAIRS, key=lambda pair: float(unit[pair[0]] @ unit[pair[1]]))


def people(folder: Path, names: list[str]) -> tuple[np.ndarray, dict[str, tuple[int, int]]]:
    """Whether people's mean rating of fit picks the real one, by set; and the pairs that at least 80 % chose."""
    fits, pairs = defaultdict(list), defaultdict(list)
    with (folder / "ratings.csv").open() as lines:
        for row in csv.DictReader(lines):
            given = ast.literal_eval(row["context_matching_feedback"])
            fits[row["convo_id"]].append([float(given[f"fb{n}.wav"]) for n in range(3)])
            pairs[row["convo_id"]].append(tuple(sorted(int(clip[2]) for clip in ast.literal_eval(row["best_pair"]))))
    agreed = {}
    for name, chosen in pairs.items():
        most = max(set(chosen), key=chosen.count)
        if chosen.count(most) >= AGREED * len(chosen):
            agreed[name] = most
    return first_of(np.array([np.mean(fits[name], axis=0) for name in names])), agreed


def triads(path: Path, vectors: dict[str, np.ndarray]) -> np.ndarray:
    """Whether the pair that everybody found most similar is the closest, by triad."""
    hits = []
    for line in path.read_text().splitlines():
        triad = json.loads(line)
        stems = [Path(name).stem for name in triad["files"]]
        pair = closest(np.array([vectors[stem] for stem in stems]))
        hits.append({triad["files"][n] for n in pair} == set(triad["most_similar"]))
    return np.array(hits, float)


def form_gains(gains: np.ndarray, forms: np.ndarray) -> np.ndarray:
    """The score of recordings [n,18] against contexts [n,18]: cosine in the part of the space that tells forms."""
    middle = gains - gains.mean(1, keepdims=True)
    return (middle * forms / np.linalg.norm(forms, axis=1, keepdims=True)).sum(1)
