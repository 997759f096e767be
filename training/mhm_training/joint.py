"""The small joint space: linear maps from pooled voice and prosody to form, affect and one vector a recording.

A recording's vector holds three parts: which form it is (18, soft), how it sounds to listeners (3), and its voice
(the rest). A context's vector holds how much each form gains by the context (18) and nothing else: cosine is then
expected fit.
"""

from dataclasses import dataclass

import numpy as np

from .ears import WORDS as WORDS_SIZE
from .voice_encoder import POOLED, WIDTH

FORMS_SIZE, AFFECT_SIZE, VOICE_SIZE = 18, 3, 96
SIZE = FORMS_SIZE + AFFECT_SIZE + VOICE_SIZE
SHARPNESS = 14.0
"""Of the softmax over a recording's form scores: the log loss on folds is flat from 12 to 20."""
PROSODY_WEIGHT, WORDS_WEIGHT, FORM_WEIGHT = 5.0, 1.8, 28.0
"""Few measures against 2304: each counts as many as its square."""
FORM_PART, AFFECT_PART, VOICE_PART = 1.0, 3.0, 4.5
"""Weights of the three parts: voice finds the pair of one form that sounds alike, affect the pair across forms."""
FORM_STRENGTH, AFFECT_STRENGTH = 900.0, 6000.0
CLIP = 3.0
SOUND, WORDS = slice(2 * WIDTH, POOLED), slice(POOLED, POOLED + WORDS_SIZE)
"""Where what was heard holds the first block's states as they are: what sounds alike to listeners is alike there;
and what the recogniser heard."""


def softmax(scores: np.ndarray) -> np.ndarray:
    shares = np.exp(scores - scores.max(-1, keepdims=True))
    return shares / shares.sum(-1, keepdims=True)


def ridge(
    inputs: np.ndarray, targets: np.ndarray, strength: float, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Weights [n,k] and bias [k] of a weighted ridge regression whose bias is not shrunk."""
    middle, centre = (np.average(values, axis=0, weights=weights) for values in (inputs, targets))
    root = np.sqrt(weights)[:, None]
    x, y = (inputs - middle) * root, (targets - centre) * root
    if len(x) < x.shape[1]:
        slopes = x.T @ np.linalg.solve(x @ x.T + strength * np.eye(len(x)), y)
    else:
        slopes = np.linalg.solve(x.T @ x + strength * np.eye(x.shape[1]), x.T @ y)
    return slopes, centre - middle @ slopes


@dataclass(frozen=True)
class Clips:
    """Measured recordings: what was heard [n,3904] (ears.py), prosody [n,6], form (or -1), affect [n,3] (or NaN), their
    weights."""

    voice: np.ndarray
    prosody: np.ndarray
    form: np.ndarray
    affect: np.ndarray
    form_weight: np.ndarray
    affect_weight: np.ndarray

    def take(self, rows: np.ndarray) -> "Clips":
        return Clips(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Joint:
    """Everything fitted."""

    middle: np.ndarray
    spread: np.ndarray
    form: tuple[np.ndarray, np.ndarray]
    affect: tuple[np.ndarray, np.ndarray]
    affect_middle: np.ndarray
    affect_spread: np.ndarray
    voice: tuple[np.ndarray, np.ndarray]
    """[columns of SOUND, VOICE_SIZE] and [VOICE_SIZE]: principal axes from the recordings' middle."""

    def inputs(self, voice: np.ndarray, prosody: np.ndarray) -> np.ndarray:
        """Standardised: [n, voice and prosody]."""
        size = voice.shape[1]
        z = (np.hstack([voice, prosody]) - self.middle) / self.spread
        z[:, WORDS] *= WORDS_WEIGHT
        z[:, size:] = np.clip(z[:, size:], -CLIP, CLIP) * PROSODY_WEIGHT
        return z

    def forms(self, inputs: np.ndarray) -> np.ndarray:
        """Probability of each form as it sounds: [n,18]."""
        return softmax(SHARPNESS * (inputs @ self.form[0] + self.form[1]))

    def affects(self, inputs: np.ndarray, forms: np.ndarray) -> np.ndarray:
        """Energy, polarity, surprisal, 1 to 5: [n,3]."""
        return np.clip(np.hstack([inputs, FORM_WEIGHT * forms]) @ self.affect[0] + self.affect[1], 1, 5)

    def vectors(self, inputs: np.ndarray, forms: np.ndarray, affects: np.ndarray) -> np.ndarray:
        """Unit vectors [n,SIZE]."""
        meant = (affects - self.affect_middle) / self.affect_spread / np.sqrt(AFFECT_SIZE)
        voice = inputs[:, SOUND] @ self.voice[0] + self.voice[1]
        parts = [
            FORM_PART * forms / np.linalg.norm(forms, axis=1, keepdims=True),
            AFFECT_PART * meant,
            VOICE_PART * voice / np.maximum(np.linalg.norm(voice, axis=1, keepdims=True), 1e-9),
        ]
        whole = np.hstack(parts)
        return whole / np.linalg.norm(whole, axis=1, keepdims=True)


def fit(clips: Clips) -> Joint:
    """Fits the maps. `affect` may be known for some clips and `form` for others."""
    both = np.hstack([clips.voice, clips.prosody])
    rated = np.isfinite(clips.affect[:, 0])
    people = rated & (clips.affect_weight >= 0.5)
    middle, spread = both[people].mean(0), np.maximum(both[people].std(0), 1e-6)
    nothing = (np.zeros(0), np.zeros(0))
    empty = Joint(middle, spread, nothing, nothing, np.zeros(3), np.ones(3), nothing)
    inputs = empty.inputs(clips.voice, clips.prosody)
    known = clips.form >= 0
    form = ridge(inputs[known], np.eye(FORMS_SIZE)[clips.form[known]], FORM_STRENGTH, clips.form_weight[known])
    with_forms = np.hstack([inputs, FORM_WEIGHT * softmax(SHARPNESS * (inputs @ form[0] + form[1]))])
    # Ratings by another study's model have a middle and a spread of their own: only their differences teach.
    other = rated & ~people
    targets, rows = clips.affect.copy(), with_forms.copy()
    weights = clips.affect_weight
    centre = np.average(targets[people], axis=0, weights=weights[people])
    if other.any():
        scale = 0.75 * targets[people].std(0) / targets[other].std(0)
        targets[other] = (targets[other] - targets[other].mean(0)) * scale + centre
        rows[other] += np.average(rows[people], axis=0, weights=weights[people]) - rows[other].mean(0)
    affect = ridge(rows[rated], targets[rated], AFFECT_STRENGTH, weights[rated])
    heard = inputs[:, SOUND]
    around = heard - heard.mean(0)
    axes = np.linalg.eigh(around.T @ around)[1][:, ::-1][:, :VOICE_SIZE]
    voice = (axes, -heard.mean(0) @ axes)
    return Joint(middle, spread, form, affect, centre, targets[people].std(0), voice)


def context_vector(gains: np.ndarray) -> np.ndarray:
    """Unit vector of a context from how much each form gains by it (natural logs): [SIZE]."""
    whole = np.zeros(SIZE)
    whole[:FORMS_SIZE] = gains - gains.mean()
    return whole / max(float(np.linalg.norm(whole)), 1e-9)
