"""Writes docs/results/decision-accuracy.json and .md: python scripts/make_decision_accuracy_results.py OUT_DIR RESULTS_DIR"""

import json
import sys
from datetime import date
from pathlib import Path

from mhm_training.decision_cases import VERSION
from mhm_training.labels import CLAIM_KINDS, CLASSES
from mhm_training.pack import write_json
from mhm_training.tables import table

COMMAND = "training/runs/small-decision.sh DATA_DIR OUT_DIR"
HISTORIES = {"known": "history known", "hidden": "words and dials alone", "mixed": "hidden from a fifth"}


def accuracies(scores: dict) -> str:
    balanced, natural = scores["histories"]["balanced"], scores["histories"]["natural"]
    rows = []
    for key, name in HISTORIES.items():
        found, auc = balanced[key], natural[key]["auc"]
        low, high = found["interval"]
        f1 = [f"{found['f1'][label]:.3f}" for label in CLASSES]
        ranks = [f"{auc[label]:.3f}" for label in CLASSES]
        accuracy = f"{found['accuracy']:.3f} ({low:.3f} to {high:.3f})"
        rows.append([name, accuracy, f"{found['at_silence_0']:.3f}", f"{found['after_a_silence']:.3f}", *f1, *ranks])
    short = ("claim", "backchannel", "silent")
    head = ["history", "balanced accuracy", "at silence 0", "after a silence"]
    return table([*head, *(f"F1 {name}" for name in short), *(f"AUC {name}" for name in short)], rows)


def claims(scores: dict) -> str:
    rows = []
    for kind in CLAIM_KINDS:
        found = scores["histories"]["balanced"]["known"]["claims"][kind]
        rank = scores["natural"]["auc_of_claims"].get(kind)
        shares = [f"{100 * found[f'taken for {label}']:.0f} %" for label in CLASSES]
        rows.append([kind, found["windows"], *shares, "-" if rank is None else f"{rank:.3f}"])
    return table(["kind", "windows", *(f"taken for {label}" for label in CLASSES), "AUC, natural rate"], rows)


def dials(scores: dict) -> str:
    settings = scores["dials"]["settings"]
    head = ["", *(f"`{name}` {value}" for name in ("c_bc", "c_tc") for value in settings)]
    rows = [
        [group, *(f"{p:.3f}" for name in ("c_bc", "c_tc") for p in found[name])]
        for group, found in scores["dials"]["mean_p"].items()
    ]
    return table(head, rows)


def attention(found: dict) -> str:
    """What short runs with either attention give, as ``compare_attention.py`` leaves it."""
    rows = [
        [name, run["steps"], f"{run['accuracy']:.3f}", f"{run['loss']:.3f}", run["cpu_s"]]
        for name, run in found.items()
    ]
    return f"""**Attention**, `training/scripts/compare_attention.py OUT_DIR MODEL_DIR`: short runs of about 1,000 tokens a step from the
same encoder, fp32, 9,000 windows of the choosing half, history known; one run each.

{table(["attention, trained on", "steps", "balanced accuracy", "loss", "CPU s"], rows)}

"""


def section(scores: dict, compared: dict | None) -> str:
    known, calibration = scores["histories"]["balanced"]["known"], scores["calibration"]
    confusion = [[f"**{name}**", *row] for name, row in zip(CLASSES, known["confusion"], strict=True)]
    bins = [
        [name, f"{calibration[name]['ece']:.4f}", *(f"{mean:.3f} / {share:.3f}" for mean, share, _ in found["bins"])]
        for name, found in calibration.items()
    ]
    rounding = scores["int8"]
    shares = ", ".join(f"{name} {100 * share:.1f} %" for name, share in scores["natural"]["share"].items())
    return f"""## Decision: accuracy of the small model

{date.today().isoformat()}, `{COMMAND}`, `decision-backbone-small@{VERSION}` and `decision-head-small@{VERSION}`, through the shipped
graphs (int8 backbone, one window at a time).

Switchboard-1 word alignments, conversations disjoint. Trained on `train` (1,283 conversations). Chosen on one half of `val`;
the figures are from the **other half** ({scores["balanced"]["conversations"]} conversations, {known["windows"]:,} windows
balanced by class and length bin; {scores["natural"]["windows"]:,} boundaries at silence 0 at the natural rate: {shares}). The
history is scored whole, hidden from all, and hidden at random from about a fifth as in training. Intervals are over conversations.

{accuracies(scores)}

With both dials at .5 for everybody the accuracy is {scores["slices"]["both dials at .5 for all"]:.3f}: the dials tell listeners apart.

History known; rows are the truth, columns the prediction:

{table(["", *CLASSES], confusion)}

**Claims by kind.** A turn exchange begins at or after the word's end. A claim that begins before it is an overlap when the
partner's run of words (gaps under 0.3 s) ends within 1 s of it, and an interruption when the partner goes on for longer. What
they are taken for in the balanced windows, and how well the probability of a claim ranks them above every moment without one:

{claims(scores)}

**Dials.** Mean probability of the claim or backchannel that did come, and of either where the listener stayed silent, at the
natural rate; balanced prior, the other dial at .5:

{dials(scores)}

**Calibration** at the natural rate, silence 0, the classes' shares in `train` as the prior: expected error over ten bins of
equal size, and in each bin the mean probability / the share that came.

{table(["class", "error", *(str(number + 1) for number in range(10))], bins)}

Rounding to 8 bits, {rounding["windows"]:,} windows: accuracy {rounding["accuracy_int8"]:.3f} against {rounding["accuracy_fp32"]:.3f}
in fp32, mean difference of a probability {rounding["mean_difference_of_p"]:.4f}.

{attention(compared) if compared else ""}Not measured: the test conversations, which are kept elsewhere; words and word times of a recogniser (a quarter of the training
stretches has made-up word and time errors; those are scored under "Decision on our own streamed words"); other seeds.
"""


def main(out: Path, results: Path) -> None:
    scores = json.loads((out / "scores.json").read_text())
    record = {"date": date.today().isoformat(), "command": COMMAND, "split": "val, reporting half", "scores": scores}
    write_json(results / "decision-accuracy.json", record)
    kept = out / "attention.json"
    compared = json.loads(kept.read_text()) if kept.exists() else None
    (results / "decision-accuracy.md").write_text(section(scores, compared))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
