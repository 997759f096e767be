"""Which form fits what was just said: a small table of word weights, fitted on the real backchannels of Switchboard."""

import itertools
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression

from .clips_forms import FORMS
from .labels import BACKCHANNEL, utterances
from .pool import partner_words
from .text import normalise_text

WINDOW_WORDS = 12
WINDOW_S = 15.0
HEARD_LATE_S = 0.2
"""A word that ends this much after the listener began was as good as heard: nearly half begin before the word's end."""
WORDS, LAST_WORDS = 900, 200
SHORT_WORDS, QUESTION = (
    4,
    frozenset("what who where when why how which whose do does did is are can could would will".split()),
)
LAST, FLAG = "$", "#"
TEMPER = 0.5
"""Exponent on the forms' frequencies: 1 gives four forms nearly everything, 0 makes `cool` as common as `yeah`."""
STRENGTHS = (0.01, 0.03, 0.1, 0.3)
NAMES = tuple(FORMS)
SPELLINGS = {"um-hum": "mhm", "hm": "mm"} | {name: name for name in NAMES if name not in ("mhm", "mm")}
ENTRIES = (
    "a word: it is among the last 12; $word: it is the last one; #short: fewer than 4 words were said; "
    "#question: the last sentence-like stretch, taken as the last 6 words, holds a question word"
)


def form_of(words: list[str]) -> str | None:
    """The form that a listener's backchannel counts as: its first, but what follows `oh` says more than `oh` does."""
    found = [SPELLINGS[word] for word in words if word in SPELLINGS]
    if not found:
        return None
    return found[1] if found[0] == "oh" and len(found) > 1 else found[0]


def entries(words: list[str]) -> set[str]:
    """The entries of the vocabulary that fit the partner's last words (normalised, oldest first)."""
    words = words[-WINDOW_WORDS:]
    found = set(words)
    if words:
        found.add(LAST + words[-1])
    if len(words) < SHORT_WORDS:
        found.add(FLAG + "short")
    if QUESTION & set(words[-6:]):
        found.add(FLAG + "question")
    return found


def examples(conversation: dict) -> list[tuple[list[str], str]]:
    """The partner's last words and the form of each backchannel, from both perspectives."""
    found = []
    for listener in (0, 1):
        words = partner_words(conversation["sides"][1 - listener])
        ends = np.array([word[1] for word in words])
        own = conversation["sides"][listener]
        for start, end, kind in utterances(own):
            if kind != BACKCHANNEL:
                continue
            said = " ".join(word[2] for word in own["words"] if start <= word[0] < end).split()
            form, last = form_of(said), int(np.searchsorted(ends, start + HEARD_LATE_S, side="right"))
            recent = [word for word in words[max(0, last - WINDOW_WORDS) : last] if word[1] > start - WINDOW_S]
            context = " ".join(word[2] for word in recent).split()[-WINDOW_WORDS:]
            if form is not None and context:
                found.append((context, form))
    return found


def choose_vocabulary(contexts: list[list[str]]) -> list[str]:
    counts = Counter(entry for words in contexts for entry in entries(words))
    ordered = sorted(counts, key=lambda entry: (-counts[entry], entry))
    words = [entry for entry in ordered if entry[0] not in LAST + FLAG][:WORDS]
    return [*words, *[entry for entry in ordered if entry[0] == LAST][:LAST_WORDS], FLAG + "short", FLAG + "question"]


def matrix(contexts: list[list[str]], vocabulary: list[str]) -> csr_matrix:
    index = {entry: n for n, entry in enumerate(vocabulary)}
    rows = [sorted(index[entry] for entry in entries(words) if entry in index) for words in contexts]
    starts = np.cumsum([0, *map(len, rows)])
    return csr_matrix(
        (np.ones(starts[-1]), np.fromiter(itertools.chain(*rows), int), starts), (len(rows), len(vocabulary))
    )


@dataclass(frozen=True)
class Fit:
    vocabulary: list[str]
    weights: np.ndarray
    """[entries, forms], rounded to three decimals."""
    bias: np.ndarray
    """[forms], with the tempered frequencies."""
    log_prior: np.ndarray
    """Of the forms in the training half."""

    def log_p(self, contexts: list[list[str]], temper: float = TEMPER) -> np.ndarray:
        """Natural logs of the forms' probabilities, [contexts, forms], with frequencies to the power of `temper`."""
        scores = matrix(contexts, self.vocabulary) @ self.weights + self.bias + (temper - TEMPER) * self.log_prior
        return log_softmax(scores, axis=1)


def fit(train: list[tuple[list[str], str]], strength: float) -> Fit:
    contexts, forms = [words for words, _ in train], np.array([NAMES.index(form) for _, form in train])
    vocabulary = choose_vocabulary(contexts)
    model = LogisticRegression(C=strength, max_iter=300, tol=1e-4).fit(matrix(contexts, vocabulary), forms)
    assert len(model.classes_) == len(NAMES)
    log_prior = np.log(np.bincount(forms, minlength=len(NAMES)) / len(forms))
    bias = model.intercept_ - (1 - TEMPER) * log_prior
    return Fit(vocabulary, np.round(model.coef_.T, 3), np.round(bias - bias.mean(), 3), log_prior)


def score(fitted: Fit, held_out: list[tuple[list[str], str]]) -> dict[str, float]:
    """On real backchannels: with the natural frequencies, against what always guessing by frequency would get."""
    contexts, forms = [words for words, _ in held_out], np.array([NAMES.index(form) for _, form in held_out])
    log_p = fitted.log_p(contexts, 1.0)
    guess = log_p.argmax(1)
    recalls = [float((guess[forms == n] == n).mean()) for n in np.unique(forms)]
    even = fitted.log_p(contexts, 0.0).argmax(1)
    return {
        "log_loss": float(-log_p[np.arange(len(forms)), forms].mean()),
        "log_loss_by_frequency": float(-fitted.log_prior[forms].mean()),
        "accuracy": float((guess == forms).mean()),
        "accuracy_by_frequency": float((forms == fitted.log_prior.argmax()).mean()),
        "balanced_accuracy": float(np.mean(recalls)),
        "balanced_accuracy_even": float(np.mean([(even[forms == n] == n).mean() for n in np.unique(forms)])),
    }


def perception_sets(folder: Path) -> list[tuple[list[str], list[str]]]:
    """Context words and the three forms, the real one first."""
    found = []
    for path in sorted(folder.glob("*/data.json")):
        data = json.loads(path.read_text())
        found.append((normalise_text(data["context_text"]).split(), [item["token"] for item in data["feedback"]]))
    return found


def real_of_three(fitted: Fit, sets: list[tuple[list[str], list[str]]], temper: float) -> tuple[float, float]:
    """Share of sets in which the real form gets the highest value (ties count by share), and its standard error."""
    hits = []
    for (_, forms), log_p in zip(sets, fitted.log_p([words for words, _ in sets], temper), strict=True):
        values = np.array([log_p[NAMES.index(form)] for form in forms])
        best = values == values.max()
        hits.append(best[0] / best.sum())
    return float(np.mean(hits)), float(np.std(hits) / np.sqrt(len(hits)))


GOLDEN = (
    "",
    "yeah",
    "we went to the lake last weekend and it was beautiful",
    "my mother died last year and it has been hard",
    "and then he just quit his job and moved to alaska",
    "i got the job",
    "do you know what i mean",
    "so we have two kids one is five and the other one is three years old now",
    "you have to be careful with that sort of thing i think",
    "they paid two hundred thousand dollars for it",
)
"""Our own sentences."""


def golden(fitted: Fit) -> list[dict]:
    """Fixed inputs with the table's probabilities, to six decimals."""
    cases = [text.split() for text in GOLDEN]
    return [
        {"words": words, "p": [round(float(p), 6) for p in np.exp(row)]}
        for words, row in zip(cases, fitted.log_p(cases), strict=True)
    ]
