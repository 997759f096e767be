"""Scores the exported graphs on the reporting half of val: python scripts/score_decision.py OUT_DIR

Writes scores.json. The backbone runs one window at a time, as in the page. The history is scored three ways: whole as
it was, hidden from all, and mixed (hidden at random from about a fifth, as in training).
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

from mhm_training.corpus import windows_of
from mhm_training.export import hidden_states, session, softmax
from mhm_training.labels import BACKCHANNEL, CLAIM_KINDS, CLASSES, STAY_SILENT, TURN_CLAIM
from mhm_training.pool import forgotten
from mhm_training.scores import (
    accuracy_interval,
    at_prior,
    balanced_scores,
    calibration,
    claim_ranks,
    claim_scores,
    natural_scores,
)
from mhm_training.windows import SILENCE, SINCE_BACKCHANNEL, SINCE_TURN

BALANCED_ROWS, NATURAL_ROWS, FP32_ROWS = 9000, 12000, 1500
SEED = 3
DIALS = (0.1, 0.5, 0.9)


def load(out: Path, name: str, rows: int) -> tuple[dict, list]:
    """The first windows (they are in random order) and what the backbone is shown of them."""
    stored = dict(np.load(out / name))
    arrays = {key: stored[key][:rows] for key in ("condition", "label", "side", "kind")}
    return arrays, windows_of(stored, range(len(arrays["label"])))


def histories(condition: np.ndarray) -> dict[str, np.ndarray]:
    """The same conditions with the history as it was, hidden, and hidden from some."""
    hidden = condition.copy()
    hidden[:, [SINCE_TURN, SINCE_TURN + 1, SINCE_BACKCHANNEL, SINCE_BACKCHANNEL + 1]] = 0
    mixed = condition.copy()
    for column, gone in zip(
        (SINCE_TURN, SINCE_BACKCHANNEL), forgotten(len(mixed), np.random.default_rng(SEED)), strict=True
    ):
        mixed[gone, column : column + 2] = 0
    return {"known": condition, "hidden": hidden, "mixed": mixed}


def with_dials(condition: np.ndarray, bc: float, tc: float) -> np.ndarray:
    turned = condition.copy()
    turned[:, :2] = bc, tc
    return turned


def dial_effects(hidden: np.ndarray, arrays: dict, probabilities) -> dict:
    """The mean probability of the right answer at each dial setting, the other at .5.

    For each kind of claim the claim's, for backchannels the backchannel's; beside them both where the listener stayed
    silent.
    """
    groups = {name: (arrays["kind"] == index, TURN_CLAIM) for index, name in enumerate(CLAIM_KINDS)}
    groups["backchannel"] = (arrays["label"] == BACKCHANNEL, BACKCHANNEL)
    for k in (TURN_CLAIM, BACKCHANNEL):
        groups[f"{CLASSES[k]} where the listener stayed silent"] = (arrays["label"] == STAY_SILENT, k)
    result: dict = {}
    for name in ("c_bc", "c_tc"):
        for value in DIALS:
            p = probabilities(
                hidden, with_dials(arrays["condition"], *((value, 0.5) if name == "c_bc" else (0.5, value)))
            )
            for group, (rows, k) in groups.items():
                result.setdefault(group, {}).setdefault(name, []).append(round(float(p[rows, k].mean()), 4))
    return result


def main(out: Path) -> None:
    backbone, head = session(out / "backbone.onnx"), session(out / "head.onnx")

    def probabilities(hidden: np.ndarray, condition: np.ndarray) -> np.ndarray:
        return softmax(head.run(None, {"hidden": hidden, "condition": condition})[0])

    arrays, windows = load(out, "windows-report.npz", BALANCED_ROWS)
    labels, talks = arrays["label"], arrays["side"] // 2
    began = time.monotonic()
    hidden = hidden_states(backbone, windows)
    ms = 1000 * (time.monotonic() - began) / len(windows)
    waited = arrays["condition"][:, SILENCE] > 0
    balanced = {}
    for name, condition in histories(arrays["condition"]).items():
        p = probabilities(hidden, condition)
        balanced[name] = balanced_scores(labels, p) | {
            "interval": accuracy_interval(labels, p, talks, np.random.default_rng(SEED)),
            "at_silence_0": balanced_scores(labels[~waited], p[~waited])["accuracy"],
            "after_a_silence": balanced_scores(labels[waited], p[waited])["accuracy"],
            "claims": claim_scores(arrays["kind"], p),
        }
    known = probabilities(hidden, arrays["condition"])
    middle = balanced_scores(labels, probabilities(hidden, with_dials(arrays["condition"], 0.5, 0.5)))["accuracy"]
    exact = probabilities(
        hidden_states(session(out / "backbone-fp32.onnx"), windows[:FP32_ROWS]), arrays["condition"][:FP32_ROWS]
    )
    rounding = {
        "windows": FP32_ROWS,
        "accuracy_fp32": balanced_scores(labels[:FP32_ROWS], exact)["accuracy"],
        "accuracy_int8": balanced_scores(labels[:FP32_ROWS], known[:FP32_ROWS])["accuracy"],
        "mean_difference_of_p": round(float(np.abs(exact - known[:FP32_ROWS]).mean()), 5),
    }
    arrays, windows = load(out, "natural-report.npz", NATURAL_ROWS)
    labels, hidden = arrays["label"], hidden_states(backbone, windows)
    natural = {}
    for name, condition in histories(arrays["condition"]).items():
        p = probabilities(hidden, condition)
        natural[name] = natural_scores(labels, p) | {"auc_of_claims": claim_ranks(labels, arrays["kind"], p)}
    shares = np.load(out / "natural-shares.npy")
    mixed = balanced["mixed"]
    result = {
        "balanced": mixed | {"conversations": len(np.unique(talks))},
        "slices": {
            "at silence 0": mixed["at_silence_0"],
            "after a silence": mixed["after_a_silence"],
            "whole history known": balanced["known"]["accuracy"],
            "history hidden from all": balanced["hidden"]["accuracy"],
            "both dials at .5 for all": middle,
        },
        "natural": natural["known"],
        "histories": {"balanced": balanced, "natural": natural},
        "prior": [round(float(share), 4) for share in shares],
        "calibration": calibration(labels, at_prior(probabilities(hidden, arrays["condition"]), shares)),
        "dials": {"settings": list(DIALS), "mean_p": dial_effects(hidden, arrays, probabilities)},
        "int8": rounding,
        "backbone_ms_native_one_thread": round(ms, 2),
    }
    (out / "scores.json").write_text(json.dumps(result, indent=1))
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
