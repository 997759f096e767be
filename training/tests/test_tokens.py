"""Tokens of a window know whose word they are."""

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from mhm_training.model import MAX_TOKENS
from mhm_training.tokens import WindowTokens
from mhm_training.windows import pieces, reading


def tokens() -> WindowTokens:
    words = ["[UNK]", "[CLS]", "[SEP]", "so", "twenty", "five", "lake"]
    tokenizer = Tokenizer(WordLevel({word: index for index, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)])
    return WindowTokens(tokenizer)


def test_every_token_has_its_word_s_timing() -> None:
    ids, timing = tokens()(reading([(0.0, 0.5, "So"), (0.5, 0.6, "\U0001f642"), (1.0, 3.0, "25")]))
    assert ids.tolist() == [1, 3, 4, 5]
    half, two, gap, five = np.log1p([0.5, 2.0, 0.4, 5.0])
    np.testing.assert_allclose(timing, [[0, 0, 0], [half, five, 1], [two, gap, 1], [two, gap, 0]], rtol=1e-6)


def test_long_windows_keep_their_end() -> None:
    words = [(index / 10, index / 10 + 0.05, "lake") for index in range(300)] + [(30.0, 30.2, "so")]
    ids, timing = tokens()(reading(words))
    assert len(ids) == len(timing) == MAX_TOKENS
    assert ids[0] == 1 and set(ids[1:-1].tolist()) == {6} and ids[-1] == 3
    assert not timing[0].any()


def test_two_words_that_make_one_filler_stay_together() -> None:
    assert pieces(["well", "uh", "huh", "sure"]) == ["well", "uh-huh", "", "sure"]
    assert pieces(["It", "25,", "\U0001f642", "OK?"]) == ["it", "twenty five", "", "okay"]
    assert pieces([""]) == [""]
