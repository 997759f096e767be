"""What a context's words say: a bag of its words, word pairs and last words, each with a learned vector.

A table in place of a transformer: it fits in a few hundred kilobytes, costs microseconds a word, and on the real
backchannels of Switchboard it does no worse than a frozen sentence encoder (training/LOG.md).
The TypeScript twin is `src/clip/context-text.ts`; the pack's golden file ties the two.
"""

from collections import Counter

import numpy as np

from .clips_fit import entries as recent
from .joint_contexts import LISTENER, PARTNER, TURNS
from .text import normalise_text

WORDS = 60
"""Of the partner's last turn."""
NEAR_WORDS = 6
LISTENER_WORDS = 12
"""Of the listener's last turn, and of what the partner had said before it."""
SHORT_WORDS = (3, 8, 20, 45)
LEAST = {"": 6, "~": 8, "$": 6, "^": 8, "<": 12, ">": 12, "#": 1}
"""Occurrences in the training half below which an entry is left out, by its kind."""
LAST_SIGN, RECENT_SIGN = "$", "@"
LEARNING_RATE, PASSES, BATCH, DROPPED, SHRINK = 0.01, 4, 1024, 0.3, 3e-4


def entries(turns: list[tuple[str, str]] | tuple) -> list[str]:
    """The entries of a context: word; ~two words; $last word; ^one of the last six; <listener's word; >partner's word
    before that; #length. `turns` are (speaker, text), oldest first; only the last five count."""
    turns = [(speaker, normalise_text(text).split()) for speaker, text in turns][-TURNS:]
    last = next((n for n in range(len(turns) - 1, -1, -1) if turns[n][0] == PARTNER), None)
    words = [] if last is None else turns[last][1][-WORDS:]
    found = list(words)
    found += [f"~{one} {other}" for one, other in zip(words, words[1:], strict=False)]
    found += [f"^{word}" for word in words[-NEAR_WORDS:]]
    found += [f"${word}" for word in words[-1:]]
    found.append("#" + str(sum(len(words) > edge for edge in SHORT_WORDS)))
    # What the word table of `clips_fit` looks at: the last twelve words as a set, and two signs.
    found += sorted(RECENT_SIGN + entry.removeprefix("#") for entry in recent(words) if entry[0] != LAST_SIGN)
    before = turns[: last or 0]
    for sign, speaker in (("<", LISTENER), (">", PARTNER)):
        said = next((said for who, said in reversed(before) if who == speaker), [])
        found += [f"{sign}{word}" for word in said[-LISTENER_WORDS:]]
    return found


def kind_of(entry: str) -> str:
    return entry[0] if entry[0] in "~$^<>#@" else ""


def choose_vocabulary(contexts: list[list[str]]) -> list[str]:
    """Entries that occur often enough, in a fixed order."""
    counts = Counter(entry for found in contexts for entry in found)
    least = {**LEAST, RECENT_SIGN: len(contexts) + 1}
    return sorted(entry for entry, count in counts.items() if count >= least[kind_of(entry)])


def weighed(found: list[str], index: dict[str, int]) -> tuple[list[int], list[float]]:
    """Rows of the table and their weights: each kind of entry counts as the square root of how many are known."""
    known = [(index[entry], kind_of(entry)) for entry in found if entry in index]
    counts = Counter(kind for _, kind in known)
    return [row for row, _ in known], [
        1.0 if kind == RECENT_SIGN else float(1 / np.sqrt(counts[kind])) for _, kind in known
    ]


def gains(table: np.ndarray, index: dict[str, int], turns: list[tuple[str, str]]) -> np.ndarray:
    """How much each form gains by the context, in natural logs: [18]."""
    rows, weights = weighed(entries(turns), index)
    return np.asarray(weights) @ table[rows] if rows else np.zeros(table.shape[1])


def train(contexts: list[list[str]], forms: np.ndarray, vocabulary: list[str], seed: int = 0) -> np.ndarray:
    """The table [entries, 18]: softmax over forms with their frequencies given: InfoNCE with one positive a form.

    Adam with dropped entries; a few passes, the table shrunk towards zero.
    """
    import torch

    torch.manual_seed(seed)
    index = {entry: row for row, entry in enumerate(vocabulary)}
    packed = [weighed(found, index) for found in contexts]
    classes = int(forms.max()) + 1
    prior = torch.tensor(np.log(np.bincount(forms, minlength=classes) / len(forms)), dtype=torch.float32)
    table = torch.zeros(len(vocabulary), classes, requires_grad=True)
    optimiser, random = torch.optim.Adam([table], lr=LEARNING_RATE), np.random.default_rng(seed)
    targets = torch.tensor(forms)
    for _ in range(PASSES):
        order = random.permutation(len(forms))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            ids = torch.tensor(np.concatenate([np.array(packed[row][0], np.int64) for row in rows]))
            weights = torch.tensor(np.concatenate([np.array(packed[row][1], np.float32) for row in rows]))
            starts = torch.tensor(np.cumsum([0] + [len(packed[row][0]) for row in rows[:-1]]))
            weights = weights * (torch.rand(len(weights)) > DROPPED) / (1 - DROPPED)
            scores = torch.nn.functional.embedding_bag(ids, table, starts, mode="sum", per_sample_weights=weights)
            loss = torch.nn.functional.cross_entropy(scores + prior, targets[rows]) + SHRINK * (table**2).sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return table.detach().numpy()


def add_words(table: np.ndarray, vocabulary: list[str], fitted) -> tuple[np.ndarray, list[str]]:
    """Adds the word table of `clips_fit` (frequencies taken out): two fits that err differently do better together."""
    index = {entry: row for row, entry in enumerate(vocabulary)}
    rows, added = [], []
    for entry, weights in zip(fitted.vocabulary, fitted.weights, strict=True):
        name = entry if entry.startswith(LAST_SIGN) else RECENT_SIGN + entry.removeprefix("#")
        if name in index:
            table[index[name]] += weights
        else:
            rows.append(weights)
            added.append(name)
    return np.concatenate([table, np.array(rows)]), [*vocabulary, *added]
