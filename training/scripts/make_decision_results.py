"""Writes decision.json, decision.md and decision-rates.svg: python scripts/make_decision_results.py OUT_DIR RESULTS_DIR

What the dials promise and where the cues fall; how accurate the model is stands in decision-accuracy.md.
"""

import json
import sys
from datetime import date
from pathlib import Path

from mhm_training.late_words import MEDIAN_MS, P95_MS
from mhm_training.pack import write_json
from mhm_training.promises import NEAR, NEAR_OTHER
from mhm_training.rates_figure import figure
from mhm_training.tables import table

COMMAND = "training/runs/small-decision.sh DATA_DIR OUT_DIR"
NOT_MEASURED = [
    "the test conversations, which are kept elsewhere, and other corpora",
    "words of a recogniser: the talks are the corpus's own transcripts, known at each word's end or, where it says so, late "
    "by a drawn delay",
    "partners who react to the listener: their words are fixed; people's opinion of the placement",
    "more than one training run: intervals are over conversations, not over seeds",
]


def rates_table(name: str, rates: dict) -> str:
    columns = (rates[key] for key in ("dial", "corpus", "simulated", "low", "high"))
    rows = [
        [dial, f"{corpus:.2f}" if 0 < dial < 1 else "", f"{simulated:.2f}", f"{low:.2f} to {high:.2f}"]
        for dial, corpus, simulated, low, high in zip(*columns, strict=True)
    ]
    return table([f"`{name}`", "training listeners", "simulated", "95 % interval"], rows)


def late_table(late: dict) -> str:
    """Both dials' rates for words known late, beside the training listeners'."""
    columns = [late["c_bc"]["dial"]] + [late[name][key] for name in ("c_bc", "c_tc") for key in ("corpus", "simulated")]
    rows = [
        [step, *(f"{value:.2f}" if 0 < step < 1 or k % 2 else "" for k, value in enumerate(values))]
        for step, *values in zip(*columns, strict=True)
    ]
    return table(
        ["dial", "backchannels: training listeners", "simulated", "claims: training listeners", "simulated"], rows
    )


def promise_lines(rates: dict) -> list[str]:
    """Whether the promises are kept, in a sentence each."""
    lines = []
    for name, other, key in (("c_bc", "c_tc", "claims"), ("c_tc", "c_bc", "backchannels")):
        curve = rates[name]
        off = [
            abs(simulated / corpus - 1)
            for dial, simulated, corpus in zip(curve["dial"], curve["simulated"], curve["corpus"], strict=True)
            if 0.05 < dial < 0.95
        ]
        rising = all(a < b for a, b in zip(curve["simulated"], curve["simulated"][1:], strict=False))
        mine, others = name[2:], other[2:]
        there = [row for row in rates["settings"] if row[others] == 0.5]
        middle = next(row[key] for row in there if row[mine] == 0.5)
        moved = max(abs(row[key] / middle - 1) for row in there)
        lines.append(
            f"- `{name}`: the rate {'rises' if rising else 'does not rise'} at every tenth; from .1 to .9 it is at most "
            f"{100 * max(off):.0f} % off the training listeners'; over its whole range {key} move by at most "
            f"{100 * moved:.0f} %."
        )
    return lines


PLACEMENT = ["precision", "recall", "f1"]
SHARES = ["mid_phrase", "collisions"]


def placement_row(name: str, found: dict) -> list[str]:
    return [name, *(f"{found[key]:.3f}" for key in PLACEMENT), *(f"{100 * found[key]:.0f} %" for key in SHARES)]


def timing_section(timing: dict) -> str:
    head = ["listener", *PLACEMENT, "mid-phrase", "words run into it"]
    rows = [placement_row("Mhm", timing["at_real_rate"])]
    rows += [placement_row(name, found) for name, found in timing["baselines"].items()]
    late = [
        [row["bc"], row["tc"], f"{row['backchannels']:.2f}", f"{row['claims']:.2f}", f"{row['f1']:.3f}"]
        for row in timing["words_late"]
    ]
    starts = [[ms, f"{found['precision']:.3f}", f"{found['f1']:.3f}"] for ms, found in timing["started_late"].items()]
    people = timing["people"]
    return f"""**Timing.** {timing["talks"]} sides with {timing["real"]} real backchannels. A cue and a real one make a pair when they begin within
500 ms of each other, each in one pair at most. Mhm's backchannel dial is set so that it gives as many as the real listeners;
the others give as many in each talk as Mhm does at {timing["baselines_as_often_as_at"]}. Mid-phrase: the partner goes on within 200 ms of the
word's end (of the real ones {100 * people["mid_phrase"]:.0f} %); run into: a word begins within 400 ms of the cue's start (real {100 * people["collisions"]:.0f} %).

{table(head, rows)}

If the sound starts later than the decision, nothing else changed:

{table(["ms late", "precision", "f1"], starts)}

Words known late as above (`c_bc`, `c_tc`, then rates a minute):

{table(["c_bc", "c_tc", "backchannels", "claims", "f1"], late)}
"""


def section(rates: dict, timing: dict | None, grid: dict | None) -> str:
    settings = [
        [row["bc"], row["tc"], f"{row['backchannels']:.2f}", f"{row['claims']:.2f}"] for row in rates["settings"]
    ]
    variants = [
        [name, *(f"{found[when]['f1']:.3f}" for when in ("at once", "late")), *(f"{100 * found['at once'][key]:.0f} %" for key in SHARES)]
        for name, found in (grid["variants"] if grid else {}).items()
    ]  # fmt: skip
    grid_text = f"""The policy's numbers, on {grid["talks"]} talks of the choosing half, one changed at a time, at the real rate: F1 with words known at once and
late, and the two shares.

{table(["variant", "F1", "F1, late", "mid-phrase", "run into"], variants)}
""" if variants else ""  # fmt: skip
    return f"""## Decision: what the dials promise, and where the cues fall

{date.today().isoformat()}, `{COMMAND}`, through the shipped graphs (int8 backbone, one window at a time). Closed loop: the talks are
transcripts of val, the listener's history is its own. Thresholds were fitted on one side each of {rates["talks"]["fitted_on"]} conversations of the choosing
half; all figures here are from {rates["talks"]["reported_on"]} sides of the reporting half, on which nothing was trained or fitted.

Actions per minute of partner speech, the other dial at .5. "Training listeners": the mean rate of those of `train` within {NEAR} of the
setting, the other dial within {NEAR_OTHER} of .5; a claim is an utterance that is no backchannel after the partner has begun another such
one (pieces of one turn count once). Intervals are bootstrapped over conversations.

![The rates as curves](decision-rates.svg)

{rates_table("c_bc: backchannels", rates["c_bc"])}

{rates_table("c_tc: claims", rates["c_tc"])}

{chr(10).join(promise_lines(rates))}

**Words known late**, as the recogniser tells them: a log-normal delay, median {MEDIAN_MS:.0f} ms, 95th percentile {P95_MS:.0f} ms. The page and
`listen` use thresholds fitted for such words, because some of them come too late to act on.

{late_table(rates["late"])}

{chr(10).join(promise_lines(rates["late"]))}

{timing_section(timing) if timing else ""}
{grid_text}
Settings:

{table(["c_bc", "c_tc", "backchannels / min", "claims / min"], settings)}

Not measured: {"; ".join(NOT_MEASURED)}.

Failures and what was learnt on the way are in `training/LOG.md`.
"""


def main(out: Path, results: Path) -> None:
    names = ("rates", "policy", "timing-scores", "timing-grid")
    read = {name: json.loads((out / f"{name}.json").read_text()) for name in names if (out / f"{name}.json").exists()}
    record = {"date": date.today().isoformat(), "command": COMMAND, "split": "val, reporting half", **read,
              "not_measured": NOT_MEASURED}  # fmt: skip
    write_json(results / "decision.json", record)
    (results / "decision.md").write_text(section(read["rates"], read.get("timing-scores"), read.get("timing-grid")))
    (results / "decision-rates.svg").write_text(figure(read["rates"]["c_bc"], read["rates"]["c_tc"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
