"""What the full model reads: words one after another into a cache, and a judgement at each word's last token.

A causal model sees each word once and keeps its keys and values, so a window that slides by time would have to be
read again at every word. It slides by words instead: see ``cache_start``, which training, export and serving share.

A word's tokens are those of its normalised text with a space before it, the first word's too, so that they do not
depend on where the cache begins. A word that is normalised to nothing has no tokens and is judged at the word
before.
"""

from collections import defaultdict
from collections.abc import Callable

import numpy as np

from .pool import partner_words
from .text import normalise_text
from .windows import CONDITION

# At most 48 words are cached, about 15 s of speech; when they are full, the last 16 are read again.
MOST_WORDS, KEEP_WORDS = 48, 16
NOISY_SHARE, WORD_NOISE = 0.25, 0.06
# Which numbers of the condition vector a run may see: all of them, the paper's two dials, or none (section 4.1).
CONDITION_MODES = {"all": len(CONDITION), "dials": 2, "none": 0}

WordTokens = Callable[[list[str]], list[list[int]]]


def cache_start(index: int) -> int:
    """The first word in the cache when word ``index`` (from 0, since the partner began) is judged.

    The cache grows to MOST_WORDS. The next word empties it: the last KEEP_WORDS before that word are read again, then
    the word itself. So each word has between KEEP_WORDS and MOST_WORDS - 1 words before it, except at the very
    beginning, and one word in MOST_WORDS - KEEP_WORDS costs a longer pass.
    """
    step = MOST_WORDS - KEEP_WORDS
    return 0 if index < MOST_WORDS else ((index - MOST_WORDS) // step + 1) * step


def word_tokens(tokenizer) -> WordTokens:
    """A function from words to their token ids, for a Hugging Face tokenizer; the ids of a word are remembered."""
    known: dict[str, list[int]] = {}

    def encode(words: list[str]) -> list[list[int]]:
        new = sorted({word for word in words if word not in known})
        if new:
            texts = [f" {normalise_text(word)}" for word in new]
            known.update(zip(new, tokenizer(texts, add_special_tokens=False)["input_ids"], strict=True))
            known.update({word: [] for word, text in zip(new, texts, strict=True) if text == " "})
        return [known[word] for word in words]

    return encode


def opening_tokens(tokenizer) -> list[int]:
    """The token that opens every sequence, where the tokenizer has one (Qwen3's has none)."""
    opening = [tokenizer.bos_token_id, tokenizer.cls_token_id]
    return [token for token in opening if token is not None][:1]


def sequence_of(words: list[str], encode: WordTokens, opening: list[int]) -> tuple[list[int], list[int]]:
    """Token ids of words in a row, and the position of each word's last token."""
    ids, ends = list(opening), []
    for tokens in encode(words):
        ids += tokens
        ends.append(max(len(ids) - 1, 0))
    return ids or [0], ends


def masked(condition: np.ndarray, mode: str) -> np.ndarray:
    """The condition vectors [n,c] with what this mode does not see set to 0."""
    seen = np.zeros(condition.shape[1], np.float32)
    seen[: CONDITION_MODES[mode]] = 1
    return condition * seen


def _misheard(words: list[str], vocabulary: list[str], rng: np.random.Generator) -> list[str]:
    """The words with a few replaced, as a recogniser might. Times are left alone."""
    wrong = rng.uniform(size=len(words)) < WORD_NOISE
    return [vocabulary[rng.integers(len(vocabulary))] if bad else word for word, bad in zip(words, wrong, strict=True)]


def _packed(sequences: list[list[int]], owner: list[int], position: list[int], rest: dict) -> dict:
    return {
        "ids": np.concatenate([np.array(ids, np.int32) for ids in sequences]),
        "offsets": np.cumsum([0] + [len(ids) for ids in sequences]),
        "sequence": np.array(owner),
        "position": np.array(position),
        **rest,
    }


def talk_sequences(
    conversations: list[dict],
    pool: dict,
    rows: np.ndarray,
    condition: np.ndarray,
    encode: WordTokens,
    opening: list[int],
    causal: bool,
    noise_seed: int | None,
) -> dict:
    """Chosen judgements (``rows`` of ``pool``, with ``condition`` [n,c]) as sequences that training reads.

    Judgements that share a cache share a sequence when the model reads left to right; otherwise, where a later word
    would show, each has its own. Gives ``ids`` (flat), ``offsets``, and for each judgement ``sequence``, ``position``,
    ``condition``, ``label`` and ``side``.
    """
    rng = np.random.default_rng(noise_seed)
    vocabulary = sorted({word[2] for talk in conversations[:200] for word in partner_words(talk["sides"][0])})
    groups = defaultdict(list)
    for number, row in enumerate(rows):
        side, last = int(pool["side"][row]), int(pool["last"][row])
        groups[side, cache_start(last), None if causal else last].append((last, number))
    sequences, owner, position, order = [], [], [], []
    partners: dict[int, list[str]] = {}
    for (side, start, _), members in sorted(groups.items(), key=lambda group: group[0][:2]):
        if side not in partners:
            partners[side] = [word[2] for word in partner_words(conversations[side // 2]["sides"][1 - side % 2])]
        words = partners[side][start : max(last for last, _ in members) + 1]
        if noise_seed is not None and vocabulary and rng.uniform() < NOISY_SHARE:
            words = _misheard(words, vocabulary, rng)
        ids, ends = sequence_of(words, encode, opening)
        for last, number in members:
            owner.append(len(sequences))
            position.append(ends[last - start])
            order.append(number)
        sequences.append(ids)
    picked = np.array(order)
    rest = {"condition": condition[picked], "label": pool["label"][rows[picked]], "side": pool["side"][rows[picked]]}
    return _packed(sequences, owner, position, rest)


def labelled_sequences(items: list[dict], encode: WordTokens, opening: list[int]) -> dict:
    """The same for rows that come with their label ({"text", "label"}): judged at the last word, no condition."""
    sequences, position = [], []
    for item in items:
        ids, ends = sequence_of(item["text"].split()[-MOST_WORDS:], encode, opening)
        sequences.append(ids)
        position.append(ends[-1])
    count = len(items)
    label = np.array([item["label"] for item in items])
    rest = {"condition": np.zeros((count, len(CONDITION)), np.float32), "label": label, "side": np.arange(count)}
    return _packed(sequences, list(range(count)), position, rest)


def batch_of(data: dict, chosen: np.ndarray) -> dict[str, np.ndarray]:
    """Some sequences, padded at the end, with their judgements: ``ids`` and ``mask`` [b,t], the rest [m]."""
    spans = [data["ids"][data["offsets"][row] : data["offsets"][row + 1]] for row in chosen]
    width = max(len(span) for span in spans)
    ids, mask = np.zeros((2, len(spans), width), np.int64)
    for row, span in enumerate(spans):
        ids[row, : len(span)] = span
        mask[row, : len(span)] = 1
    first = np.searchsorted(data["sequence"], chosen)
    until = np.searchsorted(data["sequence"], chosen, side="right")
    members = np.concatenate([np.arange(a, b) for a, b in zip(first, until, strict=True)])
    owner = np.repeat(np.arange(len(chosen)), until - first)
    judged = {key: data[key][members] for key in ("position", "condition", "label")}
    return {"ids": ids, "mask": mask, "owner": owner, "members": members, **judged}
