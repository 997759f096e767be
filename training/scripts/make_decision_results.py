"""Writes docs/results/decision.json and decision.md: python scripts/make_decision_results.py OUT_DIR RESULTS_DIR"""

import json
import sys
from datetime import date
from pathlib import Path

from mhm_training.labels import CLASSES
from mhm_training.pack import write_json

COMMAND = "training/runs/small-decision.sh DATA_DIR OUT_DIR"
NOT_MEASURED = [
    "the test conversations, which are kept elsewhere; the paper's protocol (windows shuffled before the split); CANDOR and MM-F2F",
    "words and word times of a recogniser: training and scoring used the corpus's own alignments, a quarter of the training "
    "windows with made-up word and time errors",
    "people's opinion of the placement; the rates are simulated on transcripts, compute time 0, each word known at its end",
    "more than one training run: the interval is over conversations, not over seeds",
]

SETTINGS_HEAD = ["c_bc", "c_tc", "backchannels / min", "claims / min", "mid-phrase backchannels", "mid-phrase claims",
                 "precision", "recall"]  # fmt: skip


def table(head: list[str], rows: list[list]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def rates_table(name: str, rates: dict) -> str:
    rows = [
        [dial, f"{corpus:.2f}", f"{simulated:.2f}", f"{low:.2f} to {high:.2f}"]
        for dial, corpus, simulated, low, high in zip(
            rates["dial"], rates["corpus"], rates["simulated"], rates["low"], rates["high"], strict=True
        )
    ]
    return table([f"`{name}`", "training listeners", "simulated", "95 % interval"], rows)


def section(scores: dict, rates: dict, policy: dict) -> str:
    balanced, natural = scores["balanced"], scores["natural"]
    low, high = balanced["interval"]
    figures = [
        [
            "accuracy, three classes, balanced",
            f"{balanced['accuracy']:.3f} ({low:.3f} to {high:.3f}, over conversations)",
        ],
        *[[f"F1 {name}", f"{balanced['f1'][name]:.3f}"] for name in CLASSES],
        *[[f"accuracy, {name}", f"{value:.3f}"] for name, value in scores["slices"].items()],
        *[
            [
                f"AUC {name}, natural rate ({100 * natural['share'][name]:.1f} % of boundaries)",
                f"{natural['auc'][name]:.3f}",
            ]
            for name in CLASSES
        ],
    ]
    confusion = [[f"**{name}**", *row] for name, row in zip(CLASSES, balanced["confusion"], strict=True)]
    settings = [
        [row["bc"], row["tc"], f"{row['backchannels_per_min']:.2f}", f"{row['claims_per_min']:.2f}",
         f"{100 * row['backchannels_mid_phrase']:.0f} %", f"{100 * row['claims_mid_phrase']:.0f} %",
         f"{row['backchannels_precision']:.3f}", f"{row['backchannels_recall']:.3f}"]
        for row in rates["settings"]
    ]  # fmt: skip
    rounding = scores["int8"]
    return f"""## Decision: the first small pack

{date.today().isoformat()}, `{COMMAND}`, `decision-backbone-small@1` and `decision-head-small@1`, through the shipped graphs
(int8 backbone, one window at a time).

Data: Switchboard-1 word alignments, conversations disjoint. Trained on `train` (1,283 conversations, 100,800 windows balanced
by class and length bin, each once). Half of `val` (289 conversations, alternate ids from the first) was used to choose and to
fit the policy; the figures below are from the **other half of `val`** ({balanced["conversations"]} conversations,
{balanced["windows"]:,} balanced windows; {natural["windows"]:,} boundaries at silence 0 at the natural rate), on which nothing was
trained or fitted. Two choices of the policy are not independent of what was looked at: its mid-phrase margin was chosen after a
look at this half, and its backchannel score (given that the turn is not claimed) after listening to one scripted talk, then kept
for its figures on this half (`docs/decisions/005-backchannel-given-no-claim.md`). In the balanced windows the history is hidden at random from about a fifth, as in training.

{table(["figure", "value"], figures)}

Rows are the truth, columns the prediction:

{table(["", *CLASSES], confusion)}

Rounding to 8 bits, {rounding["windows"]:,} windows: accuracy {rounding["accuracy_int8"]:.3f} against {rounding["accuracy_fp32"]:.3f} in
fp32, mean difference of a probability {rounding["mean_difference_of_p"]:.4f}.

**Closed loop.** Actions per minute of partner speech, the other dial at .5; thresholds fitted on one side each of
{rates["talks"]["fitted_on"]} conversations of the choosing half, simulated here on {rates["talks"]["reported_on"]} of the reporting half.
"Training listeners" are those of `train` within .1 of the dial and within .2 of .5 on the other.

{rates_table("c_bc: backchannels", rates["c_bc"])}

{rates_table("c_tc: claims", rates["c_tc"])}

Mid-phrase: the partner goes on within {policy["phrase_final_silence_ms"]:.0f} ms of the word's end. Precision: the share of simulated
backchannels with a real one of that talk's listener within 500 ms; recall: the share of real ones with a simulated one as near.

{table(SETTINGS_HEAD, settings)}

Not measured: {"; ".join(NOT_MEASURED)}.

Failures and what was learnt on the way are in `training/LOG.md`.
"""


def main(out: Path, results: Path) -> None:
    scores, rates, policy = (json.loads((out / f"{name}.json").read_text()) for name in ("scores", "rates", "policy"))
    record = {"date": date.today().isoformat(), "command": COMMAND, "split": "val, reporting half", "scores": scores,
              "rates": rates, "policy": policy, "not_measured": NOT_MEASURED}  # fmt: skip
    write_json(results / "decision.json", record)
    (results / "decision.md").write_text(section(scores, rates, policy))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
