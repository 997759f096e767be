"""Labels the conversations and writes the windows to train, choose and report on.

python scripts/make_windows.py OUT_DIR MODEL_DIR [LIMIT]

OUT_DIR holds train.jsonl and val.jsonl. Writes windows-{train,choose,report}.npz (balanced by class and length bin),
natural-report.npz (every boundary of the reporting half at silence 0, sampled evenly) and dials.json.
"""

import json
import sys
from pathlib import Path

import numpy as np

from mhm_training.corpus import halves, read_conversations, window_arrays
from mhm_training.dials import quantile_table, ratios
from mhm_training.pool import balanced, conversation_pool, forget
from mhm_training.tokens import load_tokenizer
from mhm_training.windows import SILENCE

SEED = 7
NATURAL = 24000


def main(out: Path, model: str, limit: int | None) -> None:
    tokenizer = load_tokenizer(model)
    train = read_conversations(out / "train.jsonl")
    train_ratios = [ratios(conversation) for conversation in train]
    flat = [pair for sides in train_ratios for pair in sides]
    tables = tuple(quantile_table([pair[k] for pair in flat]) for k in (0, 1))
    (out / "dials.json").write_text(
        json.dumps({"c_bc": {"quantiles": tables[0].tolist()}, "c_tc": {"quantiles": tables[1].tolist()}})
    )
    choose, report = halves(read_conversations(out / "val.jsonl"))
    for name, talks in (("train", train), ("choose", choose), ("report", report)):
        rng = np.random.default_rng(SEED)
        pool = conversation_pool(talks, [ratios(talk) for talk in talks], tables, SEED)
        rows = balanced(pool, rng, limit if name == "train" else 18000)
        raw = forget(pool["raw"][rows], rng)
        arrays = window_arrays(talks, pool, rows, raw, tokenizer, SEED if name == "train" else None)
        np.savez(out / f"windows-{name}.npz", **arrays)
        natural = np.bincount(pool["label"], minlength=3) / len(pool["label"])
        waited = float((pool["raw"][rows, SILENCE] > 0).mean())
        print(
            name, "pool", len(pool["label"]), "natural shares", natural.round(4), "chosen", len(rows), "waited", waited
        )
        print(
            "  by class waited",
            [float((pool["raw"][rows[pool["label"][rows] == k], SILENCE] > 0).mean()) for k in range(3)],
        )
        if name == "report":
            rows = np.nonzero(pool["raw"][:, SILENCE] == 0)[0]
            rows = rng.choice(rows, min(NATURAL, len(rows)), replace=False)
            arrays = window_arrays(talks, pool, rows, pool["raw"][rows], tokenizer, None)
            np.savez(out / "natural-report.npz", **arrays)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else None)
