"""Scores the exported graphs on the reporting half of val: python scripts/score_decision.py OUT_DIR

Writes scores.json. The backbone runs one window at a time, as in the page.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

from mhm_training.export import hidden_states, session, softmax
from mhm_training.scores import accuracy_interval, balanced_scores, natural_scores
from mhm_training.windows import SILENCE, SINCE_BACKCHANNEL, SINCE_TURN

BALANCED_ROWS, NATURAL_ROWS, FP32_ROWS = 9000, 12000, 1500
SEED = 3


def load(out: Path, name: str, rows: int) -> tuple[dict, list[np.ndarray]]:
    """The first windows (they are in random order) and their token ids."""
    stored = dict(np.load(out / name))
    edges = stored["offsets"]
    arrays = {key: stored[key][:rows] for key in ("condition", "label", "side")}
    return arrays, [stored["ids"][edges[row] : edges[row + 1]] for row in range(len(arrays["label"]))]


def main(out: Path) -> None:
    backbone, head = session(out / "backbone.onnx"), session(out / "head.onnx")

    def probabilities(hidden: np.ndarray, condition: np.ndarray) -> np.ndarray:
        return softmax(head.run(None, {"hidden": hidden, "condition": condition})[0])

    arrays, ids = load(out, "windows-report.npz", BALANCED_ROWS)
    labels, condition = arrays["label"], arrays["condition"]
    began = time.monotonic()
    hidden = hidden_states(backbone, ids)
    ms = 1000 * (time.monotonic() - began) / len(ids)
    p = probabilities(hidden, condition)
    balanced = balanced_scores(labels, p)
    balanced["interval"] = accuracy_interval(labels, p, arrays["side"] // 2, np.random.default_rng(SEED))
    balanced["conversations"] = len(np.unique(arrays["side"] // 2))

    waited = condition[:, SILENCE] > 0
    known = (condition[:, SINCE_TURN + 1] > 0) & (condition[:, SINCE_BACKCHANNEL + 1] > 0)
    unknown = condition.copy()
    unknown[:, [SINCE_TURN, SINCE_TURN + 1, SINCE_BACKCHANNEL, SINCE_BACKCHANNEL + 1]] = 0
    middle = condition.copy()
    middle[:, :2] = 0.5
    slices = {
        "at silence 0": balanced_scores(labels[~waited], p[~waited])["accuracy"],
        "after a silence": balanced_scores(labels[waited], p[waited])["accuracy"],
        "whole history known": balanced_scores(labels[known], p[known])["accuracy"],
        "history hidden from all": balanced_scores(labels, probabilities(hidden, unknown))["accuracy"],
        "both dials at .5 for all": balanced_scores(labels, probabilities(hidden, middle))["accuracy"],
    }
    exact = probabilities(hidden_states(session(out / "backbone-fp32.onnx"), ids[:FP32_ROWS]), condition[:FP32_ROWS])
    rounding = {
        "windows": FP32_ROWS,
        "accuracy_fp32": balanced_scores(labels[:FP32_ROWS], exact)["accuracy"],
        "accuracy_int8": balanced_scores(labels[:FP32_ROWS], p[:FP32_ROWS])["accuracy"],
        "mean_difference_of_p": round(float(np.abs(exact - p[:FP32_ROWS]).mean()), 5),
    }
    arrays, ids = load(out, "natural-report.npz", NATURAL_ROWS)
    natural = natural_scores(arrays["label"], probabilities(hidden_states(backbone, ids), arrays["condition"]))
    result = {
        "balanced": balanced,
        "slices": slices,
        "natural": natural,
        "int8": rounding,
        "backbone_ms_native_one_thread": round(ms, 2),
    }
    (out / "scores.json").write_text(json.dumps(result, indent=1))
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
