import numpy as np

from mhm_training.labels import BACKCHANNEL, TURN_CLAIM
from mhm_training.policy import Policy
from mhm_training.simulate import Stream, interval, partner_talk, rate_per_minute, run
from mhm_training.windows import NAMES

POLICY = Policy(((0.0, 1.0), (0.5, 0.5)), ((0.0, 1.0), (0.5, 0.5)), mid_phrase_margin=0.0)


class Fixed:
    """A head that always answers the same, and keeps what it was asked."""

    def __init__(self, *p: float) -> None:
        self.p, self.asked = np.array(p), []

    def __call__(self, hidden: np.ndarray, condition: np.ndarray) -> np.ndarray:
        self.asked.append(condition)
        return np.tile(self.p, (len(hidden), 1))


class Later(Fixed):
    """A head that backchannels after 100 ms of silence and claims from 500 ms on."""

    def __init__(self) -> None:
        super().__init__(0.1, 0.1, 0.8)

    def __call__(self, hidden: np.ndarray, condition: np.ndarray) -> np.ndarray:
        silence = np.expm1(condition[:, NAMES.index("silence")])[:, None]
        waiting = np.where(silence > 0.45, [0.8, 0.1, 0.1], [0.1, 0.8, 0.1])
        return np.where(silence < 0.05, self.p, waiting)


def stream_of(conversation: dict, head: Fixed, bc: float = 0.5, tc: float = 0.5) -> Stream:
    side = conversation["sides"][0]
    talk = partner_talk("made up", side, np.zeros((len(side["words"]), 4), np.float32))
    stream = Stream(talk, bc, tc, POLICY)
    run([stream], head)
    return stream


def test_nothing_backchannels_twice_within_two_seconds(conversation: dict) -> None:
    stream = stream_of(conversation, Fixed(0.1, 0.8, 0.1))
    times = [t for t, action in stream.events if action == BACKCHANNEL]
    assert len(times) == len(stream.events) > 4
    assert min(np.diff(times)) >= 2000


def test_a_reply_is_not_interrupted_by_its_own_listener(conversation: dict) -> None:
    stream = stream_of(conversation, Fixed(0.8, 0.1, 0.1))
    times = [t for t, action in stream.events if action == TURN_CLAIM]
    assert len(times) > 2 and min(np.diff(times)) >= POLICY.refractory_turn_ms


def test_a_turn_left_to_the_listener_can_be_claimed_after_a_backchannel(conversation: dict) -> None:
    stream = stream_of(conversation, Later())
    moments = [t for t, action in stream.events if action == BACKCHANNEL]
    claims = [t for t, action in stream.events if action == TURN_CLAIM]
    # The pauses begin at 3.45, 8.45, 10.85 and 22.05 s; the second ends at 9.5 s, before a claim may follow.
    assert np.isclose(moments, [3550, 8550, 10950, 22150]).all()
    assert np.isclose(claims, [4550, 11950, 23150]).all()


def test_judged_again_every_100_ms_of_silence_up_to_two_seconds(conversation: dict) -> None:
    head = Fixed(0.1, 0.1, 0.8)
    stream = stream_of(conversation, head)
    silence = np.expm1(np.concatenate(head.asked)[:, NAMES.index("silence")])
    assert stream.events == []
    assert (silence == 0).sum() == len(stream.talk.ends)
    assert np.isclose(silence.max(), 2.0, atol=1e-5)
    # "that was that" ends at 10.85 s and the next word begins at 20 s: twenty judgements follow it.
    assert np.isclose(np.sort(silence)[-2:], 2.0, atol=1e-5).all()


def test_history_is_the_listener_s_own(conversation: dict) -> None:
    head = Fixed(0.1, 0.8, 0.1)
    stream_of(conversation, head)
    known = np.concatenate(head.asked)[:, NAMES.index("since_backchannel_known")]
    assert known[0] == 0 and known[-1] == 1
    assert not np.concatenate(head.asked)[:, NAMES.index("since_turn_known")].any()


def test_rates_are_per_minute_of_partner_speech(conversation: dict) -> None:
    stream = stream_of(conversation, Fixed(0.1, 0.8, 0.1))
    speech_s = 3.45 + 3.45 + 1.35 + 2.05
    assert np.isclose(stream.talk.speech_min, speech_s / 60)
    rate = rate_per_minute([stream, stream], BACKCHANNEL)
    assert np.isclose(rate, len(stream.events) / stream.talk.speech_min)
    low, high = interval([stream, stream], BACKCHANNEL, np.random.default_rng(0))
    assert np.isclose([low, high], rate).all()
