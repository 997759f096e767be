import numpy as np

from mhm_training.policy import Policy, Surface
from mhm_training.simulate import partner_talk
from mhm_training.timing_scores import Score, after_silence, at_random, pairs, real_backchannels, score, spaced


def talk_of(conversation: dict):
    side = conversation["sides"][0]
    return partner_talk("made up", side, np.zeros((len(side["words"]), 4), np.float32))


def test_a_real_one_pairs_with_one_cue_only() -> None:
    assert pairs(np.array([1000.0, 1200.0]), np.array([1400.0])) == 1
    assert pairs(np.array([1000.0, 1200.0]), np.array([700.0, 1700.0])) == 2
    assert pairs(np.array([1000.0]), np.array([1500.0])) == 1
    assert pairs(np.array([1000.0]), np.array([1501.0])) == 0
    assert pairs(np.array([]), np.array([1.0])) == 0


def test_phrases_and_collisions(conversation: dict) -> None:
    talk = talk_of(conversation)
    gaps = talk.starts[1:] - talk.ends[:-1]
    mid, final = int(np.argmin(gaps)), int(np.argmax(gaps))
    cues = np.sort([talk.ends[mid] - 1, talk.ends[final] + 300])
    found = score(talk, cues, cues)
    assert (found.cues, found.pairs, found.mid_phrase) == (2, 2, 1)
    assert found.collisions == 1
    table = (found + Score(2, 0, 0, 0, 0)).table()
    assert table["precision"] == 0.5 and table["recall"] == 1 and table["f1"] == round(4 / 6, 3)


def test_baselines_keep_their_rate_and_their_silence(conversation: dict) -> None:
    talk = talk_of(conversation)
    surface = Surface((0.0,), (0.0,), ((0.5,),))
    policy, rng = Policy(surface, surface), np.random.default_rng(0)
    drawn = at_random(talk, 5, policy, rng)
    assert len(drawn) == 5 and (np.diff(drawn) >= 0).all()
    cues = after_silence(talk, 400)
    ends = talk.ends[np.searchsorted(talk.ends, cues, side="right") - 1]
    assert len(cues) and np.isclose(cues - ends, 400).all()
    assert (np.diff(cues) >= 2000).all()
    assert list(spaced(np.array([3000.0, 0.0, 1999.0, 2000.0]))) == [0.0, 2000.0]


def test_only_backchannels_are_real_ones(conversation: dict) -> None:
    onsets = real_backchannels(conversation["sides"][1])
    assert len(onsets) and (onsets >= 0).all()
