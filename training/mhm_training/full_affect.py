"""How a recording sounds, from the voice encoder's mean: one ridge regression, with its standardisation inside."""

import numpy as np

from .joint import ridge

# Chosen before anything was measured: a few hundred rated recordings for 768 numbers.
RIDGE = 300.0
SCALE = (1.0, 5.0)
"""The study's."""


def fit_affect(vectors: np.ndarray, ratings: np.ndarray, weights: np.ndarray | None = None) -> dict:
    """Ridge regression from pooled vectors [n,d] to ratings [n,3]; standardisation is folded into the weights."""
    share = np.ones(len(vectors)) if weights is None else weights
    spread = np.maximum(vectors.std(0), 1e-6)
    slopes, bias = ridge(vectors / spread, ratings, RIDGE, share)
    return {"weights": (slopes / spread[:, None]).T, "bias": bias}


def affect_of(fitted: dict, vector: np.ndarray) -> np.ndarray:
    """Energy, polarity, surprisal on the study's scale."""
    return np.clip(np.asarray(fitted["weights"]) @ vector + np.asarray(fitted["bias"]), *SCALE)
