"""The paper's ablations as far as the data reach: turns of context, parts of a recording, places in a gallery."""

import numpy as np

from . import joint, joint_text
from .clips_fit import NAMES
from .joint import Clips
from .joint_contexts import Context
from .joint_scores import FOLDS
from .voice_encoder import POOLED

GALLERY = 4096
"""As the paper's batches."""
TOP = 0.1
TURNS = (1, 3, 5)
PROBE_STRENGTH = 1.0
"""Of the ridge on few inputs, as the paper's (section 5.4)."""
FORM, AFFECT = slice(0, joint.FORMS_SIZE), slice(joint.FORMS_SIZE, joint.FORMS_SIZE + joint.AFFECT_SIZE)
VOICE = slice(joint.FORMS_SIZE + joint.AFFECT_SIZE, joint.SIZE)


def places(scores: np.ndarray, own: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For scores [contexts, gallery] and each context's true one: its chance of the top tenth when equals are shuffled,
    its middle rank (1 is best) and the mean reciprocal of its rank."""
    true = scores[np.arange(len(own)), own][:, None]
    above, equal = (scores > true).sum(1), (scores == true).sum(1)
    rank = above + (equal + 1) / 2
    harmonic = np.concatenate([[0], np.cumsum(1 / np.arange(1, scores.shape[1] + 1))])
    reciprocal = (harmonic[above + equal] - harmonic[above]) / equal
    return np.clip((TOP * scores.shape[1] - above) / equal, 0, 1), rank, reciprocal


def by_turns(table: np.ndarray, index: dict[str, int], found: list[Context]) -> dict[int, dict[str, np.ndarray]]:
    """Real backchannels that nothing was trained on, in a gallery of themselves; by form, as they have no sound."""
    drawn = np.random.default_rng(0).permutation(len(found))[:GALLERY]
    forms = np.array([NAMES.index(found[n].form) for n in drawn])
    out = {}
    for turns in TURNS:
        gains = np.array([joint_text.gains(table, index, list(found[n].turns[-turns:])) for n in drawn])
        hits, rank, reciprocal = places(gains[:, forms], np.arange(len(drawn)))
        out[turns] = {"top": hits, "rank": rank, "reciprocal": reciprocal}
    return out


def probes(clips: Clips, sets: int) -> dict[str, np.ndarray]:
    """Affect of the study's recordings from parts of what is known, ten folds over sets: [3 x sets, 3] each."""
    count = 3 * sets
    fold = np.repeat(np.random.default_rng(0).permutation(sets) % FOLDS, 3)
    lexical = np.eye(len(NAMES))[clips.form[:count]]
    prosody, voice = (_standard(values[:count]) for values in (clips.prosody, clips.voice[:, :POOLED]))
    inputs = {
        "form": (lexical, PROBE_STRENGTH),
        "prosody": (prosody, PROBE_STRENGTH),
        "form and prosody": (np.hstack([lexical, prosody]), PROBE_STRENGTH),
        "voice encoder": (voice, joint.AFFECT_STRENGTH),
    }
    out = {}
    for name, (values, strength) in inputs.items():
        got = np.zeros((count, 3))
        for number in range(FOLDS):
            seen = fold != number
            slopes, bias = joint.ridge(values[seen], clips.affect[:count][seen], strength, np.ones(seen.sum()))
            got[~seen] = values[~seen] @ slopes + bias
        out[name] = got
    return out


def _standard(values: np.ndarray) -> np.ndarray:
    return (values - values.mean(0)) / np.maximum(values.std(0), 1e-6)
