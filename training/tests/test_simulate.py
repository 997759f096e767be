import numpy as np

from mhm_training.labels import BACKCHANNEL, TURN_CLAIM
from mhm_training.policy import Policy, Surface, missed_silences
from mhm_training.simulate import Stream, interval, moments, partner_talk, rate_per_minute, run
from mhm_training.simulate_many import Setting, simulate_many
from mhm_training.windows import NAMES


def level(p: float) -> Surface:
    return Surface((0.0,), (0.0,), ((p,),))


POLICY = Policy(level(0.5), level(0.5), mid_phrase_odds=1.0)


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


class Mixed:
    """A head whose answers depend on everything it is told."""

    def __call__(self, hidden: np.ndarray, condition: np.ndarray) -> np.ndarray:
        score = np.stack([np.sin(hidden.sum(1) + 3 * k + condition @ np.arange(condition.shape[1])) for k in range(3)])
        odds = np.exp(3 * score.T)
        return odds / odds.sum(1, keepdims=True)


def stream_of(
    conversation: dict, head, bc: float = 0.5, tc: float = 0.5, delay_ms: float | np.ndarray = 0.0, policy=POLICY
) -> Stream:
    side = conversation["sides"][0]
    rng = np.random.default_rng(1)
    hidden = rng.normal(size=(len(side["words"]), 4)).astype(np.float32)
    stream = Stream(partner_talk("made up", side, hidden, delay_ms), bc, tc, policy)
    run(stream, head)
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


def test_a_word_known_late_is_judged_late(conversation: dict) -> None:
    on_time, late = (moments(stream_of(conversation, Fixed(0, 0, 1), delay_ms=ms).talk, POLICY) for ms in (0, 300))
    talk = stream_of(conversation, Fixed(0, 0, 1)).talk
    assert np.allclose(late.t_ms[late.first], on_time.t_ms[on_time.first] + 300)
    # Where the partner has gone on there is one judgement at silence 0; else the missed ones are made up for at once.
    following = np.append(talk.starts[1:], np.inf)
    for word in range(len(talk.ends)):
        of_word = late.word == word
        silences = late.silence_ms[of_word].tolist()
        if talk.ends[word] + 300 >= following[word]:
            assert silences == [0]
        else:
            assert silences[:4] == [0, 100, 200, 300]
            assert np.allclose(late.t_ms[of_word], talk.ends[word] + np.maximum(silences, 300))
    assert late.silence_ms.max() == 2000


def test_what_lies_further_back_than_a_cue_may_be_late_is_past() -> None:
    assert missed_silences(POLICY, 0) == []
    assert missed_silences(POLICY, 250) == [0, 100, 200]
    assert missed_silences(POLICY, 400) == [0, 100, 200, 300]
    assert missed_silences(POLICY, 750) == [400, 500, 600, 700]


def test_of_words_known_together_only_the_last_is_judged(conversation: dict) -> None:
    delay = np.zeros(len(conversation["sides"][0]["words"]))
    delay[3] = 500
    talk = stream_of(conversation, Fixed(0, 0, 1), delay_ms=delay).talk
    judged = moments(talk, POLICY).word
    assert talk.heard[4] == talk.heard[3] and 3 not in judged and 4 in judged


def test_history_is_the_listener_s_own(conversation: dict) -> None:
    head = Fixed(0.1, 0.8, 0.1)
    stream_of(conversation, head)
    known = np.concatenate(head.asked)[:, NAMES.index("since_backchannel_known")]
    assert known[0] == 0 and known[-1] == 1
    assert not np.concatenate(head.asked)[:, NAMES.index("since_turn_known")].any()


def test_many_at_once_do_what_each_does_alone(conversation: dict) -> None:
    surface = Surface((0.0, 1.0), (0.0, 1.0), ((0.7, 0.6), (0.4, 0.3)))
    policies = [Policy(surface, surface), Policy(level(0.3), level(0.6), phrase_final_silence_ms=0)]
    settings = [Setting(policy, bc, tc) for policy in policies for bc in (0.0, 0.3, 1.0) for tc in (0.0, 0.5, 1.0)]
    delays = (0.0, 350.0)
    talks = [stream_of(conversation, Fixed(0, 0, 1), delay_ms=delay).talk for delay in delays]
    together = simulate_many(talks, settings, Mixed())
    acted = 0
    for setting, runs in zip(settings, together, strict=True):
        for run_of_many, delay in zip(runs, delays, strict=True):
            alone = stream_of(conversation, Mixed(), setting.bc, setting.tc, delay, setting.policy)
            assert run_of_many.events == alone.events
            acted += len(alone.events)
    assert acted > 100


def test_rates_are_per_minute_of_partner_speech(conversation: dict) -> None:
    stream = stream_of(conversation, Fixed(0.1, 0.8, 0.1))
    speech_s = 3.45 + 3.45 + 1.35 + 2.05
    assert np.isclose(stream.talk.speech_min, speech_s / 60)
    rate = rate_per_minute([stream, stream], BACKCHANNEL)
    assert np.isclose(rate, len(stream.events) / stream.talk.speech_min)
    low, high = interval([stream, stream], BACKCHANNEL, np.random.default_rng(0))
    assert np.isclose([low, high], rate).all()
