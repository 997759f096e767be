"""RESPOND's Figures 2, 3 and 5 and its Table 3 for our data: python scripts/make_decision_figures.py OUT_DIR RESULTS_DIR

OUT_DIR holds train.jsonl, dials.json and scores.json (small-decision.sh leaves them there). Writes RESULTS_DIR/decision-figures.md
and decision-{length-bins,dials,confusion}.svg beside it.
"""

import json
import sys
from pathlib import Path

import matplotlib
import numpy as np

from mhm_training.corpus import read_conversations
from mhm_training.dials import dial_of, ratios
from mhm_training.labels import CLASSES
from mhm_training.pool import balanced, conversation_pool
from mhm_training.reported import balanced_figures
from mhm_training.strides import globally_balanced_rows
from mhm_training.windows import length_bin

matplotlib.use("svg")
from matplotlib import pyplot as plt  # noqa: E402 (the renderer first: no display is needed)

SEED = 7
# The counts of windows are taken on every fourth conversation; the dials on all.
EVERY = 4
BINS = ["1", "2", *(f"{low}-{low + 1}" for low in range(3, 30, 2)), "31+"]
COLOURS = ("#c2543d", "#3f7f93", "#b9b4a7")
TITLES = {"turn_claim": "turn claim", "backchannel": "backchannel", "stay_silent": "stay silent"}
STYLE = {"svg.hashsalt": "mhm", "font.size": 8, "axes.spines.top": False, "axes.spines.right": False}


def bin_counts(pool: dict, rows: np.ndarray | None = None) -> np.ndarray:
    """Judgements [3,bins] by class and length bin."""
    picked = slice(None) if rows is None else rows
    bins = length_bin((pool["last"] - pool["first"] + 1)[picked])
    table = np.zeros((len(CLASSES), len(BINS)), int)
    np.add.at(table, (pool["label"][picked], bins - 1), 1)
    return table


def save(figure, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
    # matplotlib ends lines of paths with spaces.
    path.write_text("\n".join(line.rstrip() for line in path.read_text().splitlines()) + "\n")


def draw_bins(tables: list[np.ndarray], path: Path) -> None:
    """Figure 2: class by length bin, as found, balanced over all, balanced within each bin."""
    names = ("as found", "balanced over all lengths", "balanced within each length")
    figure, panels = plt.subplots(1, 3, figsize=(11, 3.2))
    for panel, table, name in zip(panels, tables, names, strict=True):
        base = np.zeros(len(BINS))
        for counts, colour, label in zip(table, COLOURS, TITLES.values(), strict=True):
            panel.bar(range(len(BINS)), counts, bottom=base, color=colour, label=label, width=0.85)
            base += counts
        panel.set_title(f"{name} ({table.sum():,})")
        panel.set_xticks(range(0, len(BINS), 2), BINS[::2], rotation=60)
        panel.set_xlabel("words in the window")
    panels[0].set_ylabel("judgements")
    panels[0].legend(frameon=False)
    save(figure, path)


def draw_dials(raw: np.ndarray, dials: np.ndarray, path: Path) -> None:
    """Figure 3: the two ratios of every training listener, their quantiles, and both together."""
    figure, panels = plt.subplots(2, 3, figsize=(9, 5.2))
    names = ("c_bc: share of time backchannelling", "c_tc: share of time speaking")
    for k, (row, name) in enumerate(zip(panels, names, strict=True)):
        row[0].hist(raw[:, k], bins=40, color=COLOURS[1 - k])
        row[0].set_title(name)
        row[1].hist(dials[:, k], bins=20, range=(0, 1), color=COLOURS[1 - k])
        row[1].set_title("as a quantile")
        row[0].set_ylabel("listeners")
    panels[0, 2].scatter(dials[:, 0], dials[:, 1], s=2, color="#444444", rasterized=True)
    panels[0, 2].set_title("every listener")
    heat, _, _ = np.histogram2d(dials[:, 0], dials[:, 1], bins=10, range=((0, 1), (0, 1)))
    shown = panels[1, 2].pcolormesh(np.linspace(0, 1, 11), np.linspace(0, 1, 11), heat.T, cmap="Greys", vmin=0)
    figure.colorbar(shown, ax=panels[1, 2])
    panels[1, 2].set_title("listeners in each tenth")
    for panel in panels[:, 2]:
        panel.set_xlabel("c_bc")
        panel.set_ylabel("c_tc")
    save(figure, path)


def draw_confusion(table: np.ndarray, path: Path) -> None:
    """Figure 5: the confusion matrix, shares of the truth."""
    share = table / table.sum(1, keepdims=True)
    figure, panel = plt.subplots(figsize=(3.8, 3.4))
    panel.imshow(share, cmap="Greys", vmin=0, vmax=1)
    for (row, column), value in np.ndenumerate(share):
        colour = "white" if value > 0.5 else "black"
        panel.text(column, row, f"{value:.2f}\n{table[row, column]:,}", ha="center", va="center", color=colour)
    panel.set_xticks(range(3), TITLES.values(), rotation=20)
    panel.set_yticks(range(3), TITLES.values())
    panel.set_xlabel("said")
    panel.set_ylabel("was")
    save(figure, path)


def precision_recall(table: np.ndarray) -> list[tuple[str, float, float, float]]:
    """Table 3's rows: class, precision, recall, F1."""
    hits = table.diagonal()
    precision, recall = hits / np.maximum(table.sum(0), 1), hits / np.maximum(table.sum(1), 1)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    return list(zip(TITLES.values(), precision, recall, f1, strict=True))


def section(balanced_result: dict, talks: int, listeners: int, correlation: float, tables: list[np.ndarray]) -> str:
    confusion = np.array(balanced_result["confusion"])
    rows = "\n".join(f"| {name} | {p:.3f} | {r:.3f} | {f1:.3f} |" for name, p, r, f1 in precision_recall(confusion))
    short = [table[0, :2].sum() / max(1, table[:, :2].sum()) for table in tables]
    return f"""## Decision: the paper's figures for our data

`python training/scripts/make_decision_figures.py OUT_DIR docs/results`, after `training/runs/small-decision.sh`. The numbers of figures
and tables are RESPOND's (arXiv 2603.21682). Conversations are disjoint between training and report here; in the paper windows of one
conversation are in both (`decision-protocol.md`).

**Figure 2: classes by the number of words in the window**, every {EVERY}th training conversation ({talks}); three drawn silences a
boundary beside silence 0. Of the windows of one and two words {100 * short[0]:.0f} % are turn claims as found, {100 * short[1]:.0f} %
when the classes are balanced over all lengths together, {100 * short[2]:.0f} % when within each length.

![classes by words in the window, before and after balancing](decision-length-bins.svg)

**Figure 3: the dials.** The frame ratios of {listeners:,} training listeners, the quantiles that the dials are, and both together; their
rank correlation is {correlation:.2f}.

![raw ratios, quantiles, and both dials together](decision-dials.svg)

**Figure 5 and Table 3: precision and recall** on {balanced_result["windows"]:,} balanced windows of conversations that nothing was trained,
chosen or fitted on, int8 graphs. Overall accuracy {balanced_result["accuracy"]:.3f}.

| class | precision | recall | F1 |
| --- | --- | --- | --- |
{rows}

![confusion matrix](decision-confusion.svg)
"""


def main(out: Path, results: Path) -> None:
    matplotlib.rcParams.update(STYLE)
    results.mkdir(parents=True, exist_ok=True)
    train = read_conversations(out / "train.jsonl")
    stored = json.loads((out / "dials.json").read_text())
    tables = tuple(np.array(stored[name]["quantiles"]) for name in ("c_bc", "c_tc"))
    shares = [ratios(talk) for talk in train]
    raw = np.array([pair for pairs in shares for pair in pairs])
    dials = np.array([[dial_of(value, table) for value, table in zip(pair, tables, strict=True)] for pair in raw])
    draw_dials(raw, dials, results / "decision-dials.svg")
    pool = conversation_pool(train[::EVERY], shares[::EVERY], tables, SEED)
    rng = np.random.default_rng(SEED)
    counts = [
        bin_counts(pool),
        bin_counts(pool, globally_balanced_rows(pool["label"], rng)),
        bin_counts(pool, balanced(pool, rng)),
    ]
    draw_bins(counts, results / "decision-length-bins.svg")
    result = balanced_figures(out)
    draw_confusion(np.array(result["confusion"]), results / "decision-confusion.svg")
    correlation = float(np.corrcoef(dials.T)[0, 1])
    text = section(result, len(train[::EVERY]), len(raw), correlation, counts)
    (results / "decision-figures.md").write_text(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
