"""How a recording sounds, from the voice encoder's mean: one ridge regression, with its standardisation inside."""

import numpy as np

# Chosen before anything was measured: a few hundred rated recordings for 768 numbers.
RIDGE = 300.0
SCALE = (1.0, 5.0)
"""The study's."""


def fit_affect(vectors: np.ndarray, ratings: np.ndarray, weights: np.ndarray | None = None) -> dict:
    """Ridge regression from pooled vectors [n,d] to ratings [n,3]; standardisation is folded into the weights."""
    share = np.ones(len(vectors)) if weights is None else weights
    middle, spread = np.average(vectors, 0, share), np.maximum(vectors.std(0), 1e-6)
    level = np.average(ratings, 0, share)
    inputs = (vectors - middle) / spread
    rows = inputs * share[:, None]
    slopes = np.linalg.solve(rows.T @ inputs + RIDGE * np.eye(inputs.shape[1]), rows.T @ (ratings - level))
    slopes /= spread[:, None]
    return {"weights": slopes.T, "bias": level - middle @ slopes}


def affect_of(fitted: dict, vector: np.ndarray) -> np.ndarray:
    """Energy, polarity, surprisal on the study's scale."""
    return np.clip(np.asarray(fitted["weights"]) @ vector + np.asarray(fitted["bias"]), *SCALE)
