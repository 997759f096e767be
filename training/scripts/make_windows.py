"""Labels the conversations; writes the stretches to train on and the windows to choose and report on.

python scripts/make_windows.py OUT_DIR MODEL_DIR

OUT_DIR holds train.jsonl and val.jsonl. Writes stretches-train.npz (every judgement of every side, with weights that
balance them), windows-{choose,report}.npz (balanced by class and length bin), natural-report.npz (every boundary of the
reporting half at silence 0, sampled evenly), natural-shares.npy (of the classes in train, at silence 0) and dials.json.
Histories are whole: training and scoring hide them.
"""

import json
import sys
from pathlib import Path

import numpy as np

from mhm_training.corpus import halves, read_conversations, window_arrays
from mhm_training.dials import quantile_table, ratios
from mhm_training.pool import balanced, conversation_pool
from mhm_training.sequences import side_arrays
from mhm_training.tokens import load_tokenizer
from mhm_training.windows import SILENCE

SEED = 7
NATURAL = 24000
MOST_TO_SCORE = 18000


def main(out: Path, model: str) -> None:
    tokenizer = load_tokenizer(model)
    train = read_conversations(out / "train.jsonl")
    train_ratios = [ratios(conversation) for conversation in train]
    flat = [pair for sides in train_ratios for pair in sides]
    tables = tuple(quantile_table([pair[k] for pair in flat]) for k in (0, 1))
    (out / "dials.json").write_text(
        json.dumps({"c_bc": {"quantiles": tables[0].tolist()}, "c_tc": {"quantiles": tables[1].tolist()}})
    )
    choose, report = halves(read_conversations(out / "val.jsonl"))
    pool = judged("train", train, tables)
    first = pool["label"][pool["raw"][:, SILENCE] == 0]
    np.save(out / "natural-shares.npy", np.bincount(first, minlength=3) / len(first))
    np.savez(out / "stretches-train.npz", **side_arrays(train, pool, tokenizer))
    for name, talks in (("choose", choose), ("report", report)):
        pool = judged(name, talks, tables)
        rows = balanced(pool, np.random.default_rng(SEED), MOST_TO_SCORE)
        np.savez(out / f"windows-{name}.npz", **window_arrays(talks, pool, rows, tokenizer))
    rows = np.nonzero(pool["raw"][:, SILENCE] == 0)[0]
    rows = np.random.default_rng(SEED).choice(rows, min(NATURAL, len(rows)), replace=False)
    np.savez(out / "natural-report.npz", **window_arrays(report, pool, rows, tokenizer))


def judged(name: str, talks: list[dict], tables: tuple) -> dict:
    """All judgements that the talks offer; says how many there are of what."""
    pool = conversation_pool(talks, [ratios(talk) for talk in talks], tables, SEED)
    shares = np.bincount(pool["label"], minlength=3) / len(pool["label"])
    waited = [round(float((pool["raw"][pool["label"] == k, SILENCE] > 0).mean()), 3) for k in range(3)]
    print(name, "judgements", len(pool["label"]), "shares", shares.round(4), "after a silence, by class", waited)
    return pool


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
