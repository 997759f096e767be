"""Fits the policy's thresholds by closed-loop simulation, and measures the rates that the dials give.

python scripts/fit_policy.py OUT_DIR MODEL_DIR
python scripts/fit_policy.py OUT_DIR --full

Fitted on one side each of talks of the choosing half of val, once with words known at their end and once with words
known late; the published rates are simulated on talks of the reporting half. Writes policy.json and rates.json. OUT_DIR
holds dials.json, backbone.onnx, head.onnx, train.jsonl and val.jsonl; hidden states are kept there, by the backbone's
digest. timing.json, where it is there, gives the policy's other numbers (``choose_timing.py``). With --full the hidden
states are those of export/language, and the head is export/head.onnx (``export_full_decision.py``).
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy.special import expit, logit

from mhm_training.corpus import halves, read_conversations
from mhm_training.full_states import LanguageStates
from mhm_training.labels import BACKCHANNEL, TURN_CLAIM
from mhm_training.late_words import late
from mhm_training.policy import Policy, Surface
from mhm_training.promises import listener_rates, promised
from mhm_training.simulate import interval, rate_per_minute
from mhm_training.simulate_many import OnnxHead, Setting, simulate_many
from mhm_training.talks import CHOOSE_TALKS, REPORT_TALKS, States, WindowStates, load_talks

KNOTS = (0.1, 0.3, 0.5, 0.7, 0.9)
OTHERS = (0.0, 0.5, 1.0)
MIDDLE = 0.5
# Rounds on a third of the talks come first: they are three times as fast, and end near enough.
ROUNDS, GAIN = (1, 1, 1, 0, 0, 0), 0.7
# Where an earlier fit ended: [own] at the middle of the other dial, and how far (log odds) the other one moved it.
START = {"c_bc": (0.857, 0.875, 0.893, 0.91, 0.913), "c_tc": (0.78, 0.76, 0.78, 0.8, 0.8)}
TILT = {"c_bc": (-0.2, 0.0, 0.2), "c_tc": (0.3, 0.0, -0.4)}
STEPS = tuple(round(0.1 * step, 1) for step in range(11))
# Steps at which the other dial's pull is looked at, and settings that the page offers.
OFF_MIDDLE = (0.2, 0.5, 0.8)
DEFAULTS = ((0.5, 0.2), (0.0, 0.2), (0.1, 0.0), (0.6, 0.2), (0.1, 0.8))
SEED = 5


def surface(levels: np.ndarray, name: str) -> Surface:
    """Log odds [own, other] as a threshold over both dials, continued in a straight line to 0 and 1."""
    first, last = 1.5 * levels[0] - 0.5 * levels[1], 1.5 * levels[-1] - 0.5 * levels[-2]
    p = np.round(expit(np.clip(np.stack([first, *levels, last]), -4, 5)), 4)
    dials = (0.0, *KNOTS, 1.0)
    if name == "c_tc":
        return Surface(OTHERS, dials, tuple(map(tuple, p.T.tolist())))
    return Surface(dials, OTHERS, tuple(map(tuple, p.tolist())))


def make_policy(levels: dict[str, np.ndarray], timing: dict) -> Policy:
    return Policy(surface(levels["c_bc"], "c_bc"), surface(levels["c_tc"], "c_tc"), **timing)


def fit(talks: list, wanted: dict, head, timing: dict, start: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Log odds [own, other] of each dial at which the simulated rates are those wanted, whatever the other dial.

    Each knot's log odds are moved by its rate's log error, by a slope that is learnt from the last move.
    """
    levels = dict(start)
    slopes = {name: np.full((len(KNOTS), len(OTHERS)), GAIN) for name in levels}
    before: dict = {}
    for number, few in enumerate(ROUNDS):
        used = talks[::3] if few else talks
        policy = make_policy(levels, timing)
        rates = rate_grids(used, policy, head)
        for name, found in rates.items():
            error = np.log((found + 0.02) / (np.array(wanted[name])[:, None] + 0.02))
            if name in before:
                moved, gained = before[name][0], before[name][1] - error
                useful = np.abs(moved) > 0.02
                slope = np.where(useful & (gained * moved > 0), moved / np.where(gained == 0, 1, gained), GAIN)
                slopes[name] = np.clip(np.sqrt(slopes[name] * np.clip(slope, 0.2, 1.6)), 0.2, 1.2)
            move = slopes[name] * np.clip(error, -1.2, 1.2)
            before[name] = (move, error)
            levels[name] = levels[name] + move
            print("round", number, name, "mean", round(float(np.abs(error).mean()), 3), np.round(error, 2).tolist())
        sys.stdout.flush()
    return levels


def rate_grids(talks: list, policy: Policy, head) -> dict[str, np.ndarray]:
    """Rates [own, other] of each dial's class."""
    settings = {
        "c_bc": [Setting(policy, knot, other) for knot in KNOTS for other in OTHERS],
        "c_tc": [Setting(policy, other, knot) for knot in KNOTS for other in OTHERS],
    }
    runs = simulate_many(talks, settings["c_bc"] + settings["c_tc"], head)
    result = {}
    for name, kind, part in (
        ("c_bc", BACKCHANNEL, runs[: len(runs) // 2]),
        ("c_tc", TURN_CLAIM, runs[len(runs) // 2 :]),
    ):
        rates = [rate_per_minute(group, kind) for group in part]
        result[name] = np.array(rates).reshape(len(KNOTS), len(OTHERS))
    return result


def curve(groups: list, kind: int, wanted: list, rng: np.random.Generator) -> dict:
    """The rates along one dial, with intervals over talks, beside those wanted."""
    bounds = [interval(group, kind, rng) for group in groups]
    return {
        "dial": list(STEPS),
        "corpus": [round(float(rate), 3) for rate in np.interp(STEPS, KNOTS, wanted)],
        "simulated": [round(rate_per_minute(group, kind), 3) for group in groups],
        "low": [round(low, 3) for low, _ in bounds],
        "high": [round(high, 3) for _, high in bounds],
    }


def measure(talks: list, policy: Policy, wanted: dict, head) -> dict:
    """The rates that the dials give on talks that nothing was fitted on: along each dial at every tenth, and at pairs
    of settings."""
    rng = np.random.default_rng(SEED)
    along = [(step, other) for other in (MIDDLE, 0.1, 0.9) for step in STEPS if other == MIDDLE or step in OFF_MIDDLE]
    pairs = list(dict.fromkeys(along + [(other, step) for step, other in along] + [*DEFAULTS]))
    runs = dict(zip(pairs, simulate_many(talks, [Setting(policy, *pair) for pair in pairs], head), strict=True))
    rates = {
        pair: {name: round(rate_per_minute(group, kind), 3) for name, kind in (("backchannels", 1), ("claims", 0))}
        for pair, group in runs.items()
    }
    return {
        "c_bc": curve([runs[step, MIDDLE] for step in STEPS], BACKCHANNEL, wanted["c_bc"], rng),
        "c_tc": curve([runs[MIDDLE, step] for step in STEPS], TURN_CLAIM, wanted["c_tc"], rng),
        "settings": [{"bc": bc, "tc": tc, **found} for (bc, tc), found in rates.items()],
    }


def main(out: Path, states: States, head: OnnxHead) -> None:
    dials = json.loads((out / "dials.json").read_text())
    tables = tuple(np.array(dials[name]["quantiles"]) for name in ("c_bc", "c_tc"))
    wanted = promised(listener_rates(read_conversations(out / "train.jsonl"), tables), KNOTS)
    print("wanted", wanted, flush=True)
    choose, report = halves(read_conversations(out / "val.jsonl"))
    rng = np.random.default_rng(SEED)
    timing = json.loads((out / "timing.json").read_text()) if (out / "timing.json").exists() else {}
    talks = [talk for _, _, talk in load_talks(choose, CHOOSE_TALKS, out, states)]
    start = {name: logit(np.array(START[name]))[:, None] + np.array(TILT[name]) for name in START}
    levels = fit(talks, wanted, head, timing, start)
    at_once = make_policy(levels, timing)
    tardy = make_policy(fit([late(talk, rng) for talk in talks], wanted, head, timing, levels), timing)
    meta = {**at_once.meta(), "late_thresholds": tardy.meta()["thresholds"]}
    (out / "policy.json").write_text(json.dumps(meta, indent=1))
    fitted_on = len(talks)
    talks = [talk for _, _, talk in load_talks(report, REPORT_TALKS, out, states)]
    result = {
        "talks": {"fitted_on": fitted_on, "reported_on": len(talks)},
        **measure(talks, at_once, wanted, head),
        "late": measure([late(talk, rng) for talk in talks], tardy, wanted, head),
    }
    (out / "rates.json").write_text(json.dumps(result, indent=1))
    print(json.dumps(result["settings"]))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    if sys.argv[2] == "--full":
        main(folder, LanguageStates(folder / "export" / "language"), OnnxHead(folder / "export" / "head.onnx"))
    else:
        main(folder, WindowStates(folder, sys.argv[2]), OnnxHead(folder / "head.onnx"))
