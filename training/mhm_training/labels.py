"""Utterances of a listener, and the class of a word boundary."""

import numpy as np

CLASSES = ("turn_claim", "backchannel", "stay_silent")
TURN_CLAIM, BACKCHANNEL, STAY_SILENT = range(3)
# How a claim meets the partner's words: see ``claim_kinds``.
CLAIM_KINDS = ("turn exchange", "overlap", "interruption")
GOES_ON_S = 1.0
RUN_GAP_S = 0.3

# Words of one speaker closer than this belong to one utterance; it is also how partner speech is counted.
UTTERANCE_GAP_S = 1.0
MAX_BACKCHANNEL_WORDS = 3
LEXICON = frozenset(
    (
        "um-hum uh-huh huh hm yeah yes yep right oh ah okay sure really wow exactly true good great absolutely "
        "definitely cool no well gosh goodness boy my god jeez neat nice see i'll know that's is it all is very "
        "interesting certainly correct uh-oh terrible awful wonderful fine gee huh-uh"
    ).split()
)
SELF_REFERENTIAL = frozenset("i i'm i've i'd i'll was my me mine we we're we've we'd we'll".split())
FIXED_PHRASES = frozenset(("i see", "oh i see", "i know", "oh my", "my god", "my goodness", "oh my gosh", "i'll be"))


def is_backchannel(words: list[str]) -> bool:
    """Whether an utterance of these words is a backchannel: at most three, mostly from the lexicon, not about oneself.

    After Backbiter, as RESPOND (section 3.1) uses it.
    """
    if not 0 < len(words) <= MAX_BACKCHANNEL_WORDS or "" in words:
        return False
    if " ".join(words) in FIXED_PHRASES:
        return True
    if words[0] in SELF_REFERENTIAL:
        return False
    return 2 * sum(word in LEXICON for word in words) > len(words)


def utterances(side: dict) -> list[tuple[float, float, int]]:
    """Utterances of one side as (start_s, end_s, BACKCHANNEL or TURN_CLAIM), in order."""
    groups: list[list] = []
    for word in side["words"]:
        if groups and word[0] - groups[-1][-1][1] < UTTERANCE_GAP_S:
            groups[-1].append(word)
        else:
            groups.append([word])
    marked = {round(start, 2) for start in side["acknowledged"]}
    result = []
    for group in groups:
        texts = [text for word in group for text in word[2].split(" ")]
        annotated = round(group[0][0], 2) in marked and len(group) <= MAX_BACKCHANNEL_WORDS
        kind = BACKCHANNEL if annotated or is_backchannel(texts) else TURN_CLAIM
        result.append((group[0][0], group[-1][1], kind))
    return result


def boundary_classes(
    starts: np.ndarray, ends: np.ndarray, until: float, onsets: np.ndarray, kinds: np.ndarray, silence: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Classes of the boundaries after a partner's words, and whether each can be asked.

    With silence 0 the class is the first onset of the listener between the word's start and the next word's start
    (``until`` after the last word); with silence s > 0 what begins after s, given that nothing has begun since
    the word's start and that the next word has not begun either.
    """
    following = np.append(starts[1:], until)
    judged = np.where(silence > 0, ends + silence, starts)
    first = np.searchsorted(onsets, judged)
    padded = np.append(onsets, np.inf)
    padded_kinds = np.append(kinds, STAY_SILENT)
    classes = np.where(padded[first] < following, padded_kinds[first], STAY_SILENT)
    begun = (silence > 0) & (padded[np.searchsorted(onsets, starts)] < judged)
    over = (silence > 0) & (judged >= following)
    return classes, ~(begun | over)


def claim_kinds(starts: np.ndarray, ends: np.ndarray, onsets: np.ndarray, silence: np.ndarray) -> np.ndarray:
    """How the first onset after each judged moment meets the partner, an index into CLAIM_KINDS.

    Turn exchange: it begins at or after the word's end. Before it: overlap when the partner's run of words (gaps under
    0.3 s) is over within 1 s of the onset, interruption when the partner goes on for longer.
    """
    judged = np.where(silence > 0, ends + silence, starts)
    onset = np.append(onsets, np.inf)[np.searchsorted(onsets, judged)]
    breaks = np.append(np.nonzero(starts[1:] - ends[:-1] >= RUN_GAP_S)[0], len(starts) - 1)
    run_end = ends[breaks[np.searchsorted(breaks, np.arange(len(starts)))]]
    return np.where(onset >= ends, 0, np.where(run_end - onset <= GOES_ON_S, 1, 2)).astype(np.int8)


def sounding(starts: np.ndarray, moments: np.ndarray, spans: np.ndarray) -> np.ndarray:
    """Whether the listener is still in an utterance that began before the word did; ``spans`` [n,2] in order."""
    if len(spans) == 0:
        return np.zeros(len(starts), bool)
    last = np.searchsorted(spans[:, 0], starts) - 1
    return (last >= 0) & (spans[np.maximum(last, 0), 1] > moments)
