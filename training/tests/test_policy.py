from mhm_training.policy import Policy
from mhm_training.policy_cases import POLICY, answered


def outcomes() -> dict[str, list[str]]:
    return {case["name"]: [step["action"] for step in case["steps"]] for case in answered()["cases"]}


def test_each_rule() -> None:
    silent, claim, mhm = "stay_silent", "turn_claim", "backchannel"
    assert outcomes() == {
        "nothing is likely": [silent],
        "a backchannel above its threshold": [mhm],
        "a claim above its threshold": [claim],
        "exactly at the threshold in a pause acts": [mhm],
        "just under the threshold does not": [silent],
        "mid-phrase needs higher odds": [silent, silent, mhm, mhm],
        "silence that grows makes a claim": [silent, silent, silent, claim],
        "once a word": [mhm, silent, claim],
        "a backchannel too soon after another": [mhm, silent, mhm],
        "a claim too soon after another": [claim, silent, claim],
        "a claim may follow a backchannel at once": [mhm, claim],
        "a backchannel may follow a claim at once": [claim, mhm],
        "a claim may follow a backchannel in the same silence, a second after it": [mhm, silent, claim, silent],
        "no second backchannel in the same silence": [mhm, silent],
        "nothing while the listener is sounding": [silent, silent, claim],
        "backchannel dial at zero": [silent, silent],
        "claim dial at zero while the speaker may go on": [silent, silent, claim],
        "a refused class leaves room for the other": [mhm, silent],
        "with the claim refused the backchannel acts": [mhm, silent],
        "a likely claim below its threshold does not hide a backchannel": [mhm],
        "a certain claim that is refused leaves no backchannel": [silent],
        "of two that ask the claim acts": [claim, mhm],
        "a tie goes to the claim": [claim],
        "if both are refused the claim says why": [mhm, silent, silent],
        "thresholds lie on a line between the dials": [silent, mhm],
        "thresholds are constant beyond the ends": [mhm, silent, claim, mhm],
        "a threshold moves with the other dial": [silent, mhm, silent, silent, claim],
        "a certain backchannel acts at any odds": [mhm],
        "a word known late in a pause is judged as that pause": [mhm],
        "a word known long after its end is not acted on": [silent],
        "after two seconds of silence nothing": [silent, silent],
    }


def test_why_both_refused_or_neither_asked() -> None:
    reasons = {case["name"]: [step["reason"] for step in case["steps"]] for case in answered()["cases"]}
    assert reasons["if both are refused the claim says why"][-1] == "turn claim dial at zero"
    assert reasons["no second backchannel in the same silence"][-1] == "below threshold"


def test_every_reason_is_given_somewhere() -> None:
    reasons = {step["reason"] for case in answered()["cases"] for step in case["steps"]}
    assert reasons == {
        "above threshold",
        "below threshold",
        "listener sounding",
        "already acted",
        "silence too long",
        "backchannel dial at zero",
        "backchannel too soon",
        "turn claim dial at zero",
        "turn claim too soon",
    }


def test_meta_has_the_contract_s_names() -> None:
    meta = POLICY.meta()
    assert set(meta) == {
        "refractory_backchannel_ms",
        "refractory_turn_ms",
        "late_budget_ms",
        "claim_silence_at_zero_ms",
        "claim_after_backchannel_ms",
        "phrase_final_silence_ms",
        "mid_phrase_odds",
        "rejudge_every_ms",
        "rejudge_until_ms",
        "thresholds",
    }
    assert set(meta["thresholds"]) == {"backchannel", "turn_claim"}
    assert Policy.of(meta) == POLICY
