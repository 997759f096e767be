"""Compares the policy's timing numbers by where backchannels fall, at the rate of the real listeners.

python scripts/choose_timing.py OUT_DIR MODEL_DIR [TALKS]

On talks of the choosing half, dials .5 and .5, the backchannel threshold of policy.json moved until there are as many
backchannels as the real listeners gave; with words known at once, and late as a recogniser tells them. Every variant is
kept in timing-grid.json as it is done, so that a run that was stopped goes on. Prints a table; choosing is for the
reader: timing.json in OUT_DIR, where it is there, is what ``fit_policy.py`` takes.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.special import expit, logit

from mhm_training.corpus import halves, read_conversations
from mhm_training.labels import BACKCHANNEL, TURN_CLAIM
from mhm_training.late_words import late
from mhm_training.policy import Policy, Surface
from mhm_training.simulate import Talk
from mhm_training.simulate_many import OnnxHead, Setting, simulate_many
from mhm_training.talks import CHOOSE_TALKS, WindowStates, load_talks
from mhm_training.timing_scores import Score, at_real_rate, real_backchannels, score

DIALS = (0.5, 0.5)
SHIFTS = (-0.8, -0.3, 0.2)
SEED = 7
# Variants simulated in one go, between two times that the grid is kept.
TOGETHER = 7
VARIANTS: dict[str, dict] = {
    "as it is": {},
    **{f"mid_phrase_odds {odds}": {"mid_phrase_odds": odds} for odds in (1.0, 1.5, 1000.0)},
    **{f"phrase_final_silence_ms {ms}": {"phrase_final_silence_ms": ms} for ms in (100.0, 300.0, 400.0)},
    **{f"refractory_backchannel_ms {ms}": {"refractory_backchannel_ms": ms} for ms in (1000.0, 1500.0, 3000.0)},
    **{f"refractory_turn_ms {ms}": {"refractory_turn_ms": ms} for ms in (2000.0, 5000.0)},
    **{f"claim_after_backchannel_ms {ms}": {"claim_after_backchannel_ms": ms} for ms in (600.0, 1500.0)},
}


def moved(policy: Policy, shift: float) -> Policy:
    """The policy with its backchannel threshold at these dials moved in log odds, whatever the dials."""
    level = float(expit(logit(policy.backchannel_threshold.at(*DIALS)) + shift))
    return replace(policy, backchannel_threshold=Surface((0.0,), (0.0,), ((level,),)))


def measure(talks: list[Talk], real: list[np.ndarray], policies: list[Policy], head) -> list[dict]:
    """A table for each policy; all are simulated in one go."""
    settings = [Setting(moved(policy, shift), *DIALS) for policy in policies for shift in SHIFTS]
    runs = simulate_many(talks, settings, head)
    tables = []
    for number in range(len(policies)):
        scores, claims = [], []
        for group in runs[number * len(SHIFTS) : (number + 1) * len(SHIFTS)]:
            total = Score()
            for talk, onsets, run in zip(talks, real, group, strict=True):
                total += score(talk, np.array([t for t, kind in run.events if kind == BACKCHANNEL]), onsets)
            scores.append(total)
            claims.append(sum(kind == TURN_CLAIM for run in group for _, kind in run.events))
        minutes = sum(talk.speech_min for talk in talks)
        rates = [round(found.cues / minutes, 2) for found in scores]
        tables.append({**at_real_rate(scores), "rates": rates, "claims": round(float(np.mean(claims)) / minutes, 2)})
    return tables


def main(out: Path, source: str, count: int) -> None:
    choose, _ = halves(read_conversations(out / "val.jsonl"))
    loaded = load_talks(choose, CHOOSE_TALKS, out, WindowStates(out, source))[:: max(1, CHOOSE_TALKS // count)]
    rng = np.random.default_rng(SEED)
    prompt = [talk for *_, talk in loaded]
    real = [real_backchannels(conversation["sides"][1 - side]) for conversation, side, _ in loaded]
    tardy = [late(talk, rng) for talk in prompt]
    head = OnnxHead(out / "head.onnx")
    base = Policy.of(json.loads((out / "policy.json").read_text()))
    kept = out / "timing-grid.json"
    grid = json.loads(kept.read_text()) if kept.exists() else {"talks": len(loaded), "variants": {}}
    left = [name for name in VARIANTS if name not in grid["variants"]]
    for names in (left[start : start + TOGETHER] for start in range(0, len(left), TOGETHER)):
        policies = [replace(base, **VARIANTS[name]) for name in names]
        prompt_tables, late_tables = (measure(talks, real, policies, head) for talks in (prompt, tardy))
        for name, at_once, tardily in zip(names, prompt_tables, late_tables, strict=True):
            grid["variants"][name] = {"at once": at_once, "late": tardily}
            print(name, json.dumps(grid["variants"][name]), flush=True)
        kept.write_text(json.dumps(grid, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else CHOOSE_TALKS)
