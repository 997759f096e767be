"""Causal against bidirectional attention, at as many tokens a step.

python scripts/compare_attention.py OUT_DIR MODEL_DIR

Three short runs from the same encoder: causal on stretches (as shipped), where every word of a stretch is a judgement
of one pass; causal on windows, one judgement a window; bidirectional on the same windows, where no other word may be
judged because it has seen what follows. Windows are drawn by the judgements' weights, so that the classes are as
balanced as the stretches' weights make them. OUT_DIR is that of ``small-decision.sh``. A run that is done is kept in
attention.json.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from train_decision import (
    HEAD_FACTOR,
    MEAN_WEIGHT,
    PEAK_RATE,
    SEED,
    THREADS,
    make_optimiser,
    predict,
    prepare,
    rate_at,
    train_step,
)
from transformers import AutoModel

from mhm_training.auxiliary import Auxiliary
from mhm_training.model import DecisionModel
from mhm_training.scores import balanced_scores
from mhm_training.sequences import BATCH_TOKENS, stretch_batch, stretches
from mhm_training.tokens import WindowTokens, load_tokenizer
from mhm_training.windows import CONDITION, window_start

STEPS, ROWS = 800, 9000
# Tokens of a window with its opening token, about.
WINDOW_TOKENS = 21
ARMS = {
    "causal, stretches": (True, True),
    "causal, windows": (True, False),
    "bidirectional, windows": (False, False),
}


def window_of(arrays: dict, row: int) -> tuple[int, int]:
    """The window that closes with a judgement's word, as a stretch: its first word and the word after its last."""
    word = int(arrays["word"][row])
    side = arrays["side_edges"]
    begin = int(side[np.searchsorted(side, word, side="right") - 1])
    return begin + window_start(arrays["ends"][begin : word + 1], word - begin), word + 1


def window_batch(arrays: dict, chosen: np.ndarray, opening: int, rng: np.random.Generator) -> dict:
    """A batch of windows, with the chosen judgements alone; each counts the same."""
    batch = stretch_batch(arrays, [window_of(arrays, row) for row in chosen], opening, rng)
    kept = np.isin(batch["row"], chosen)
    batch |= {key: batch[key][kept] for key in ("row", "place", "condition", "label", "weight", "aux")}
    return batch | {"weight": np.full(kept.sum(), MEAN_WEIGHT, np.float32)}


def train(arrays: dict, source: str, causal: bool, whole: bool) -> DecisionModel:
    torch.manual_seed(SEED)
    encoder = AutoModel.from_pretrained(source, is_decoder=causal, add_pooling_layer=False)
    model = DecisionModel(encoder, encoder.config.hidden_size, len(CONDITION))
    auxiliary = Auxiliary(encoder.config.hidden_size, len(CONDITION))
    prepare(model)
    optimiser, opening = make_optimiser(model, auxiliary), WindowTokens(load_tokenizer(source)).opening
    rng = np.random.default_rng(SEED)
    plan = stretches(arrays, rng)
    likely = np.cumsum(arrays["weight"] / arrays["weight"].sum(dtype=np.float64))
    model.train()
    for step in range(STEPS):
        for group, factor in zip(optimiser.param_groups, (1, HEAD_FACTOR), strict=True):
            group["lr"] = PEAK_RATE * factor * rate_at(step / STEPS)
        if whole:
            batch = stretch_batch(arrays, plan[step], opening, rng)
        else:
            drawn = np.searchsorted(likely, rng.uniform(size=BATCH_TOKENS // WINDOW_TOKENS))
            batch = window_batch(arrays, np.minimum(drawn, len(likely) - 1), opening, rng)
        train_step(model, auxiliary, optimiser, batch)
    return model


def main(out: Path, source: str) -> None:
    torch.set_num_threads(THREADS)
    arrays, choose = (dict(np.load(out / f"{name}.npz")) for name in ("stretches-train", "windows-choose"))
    kept = out / "attention.json"
    found = json.loads(kept.read_text()) if kept.exists() else {}
    rows = np.arange(min(ROWS, len(choose["label"])))
    for name, (causal, whole) in ARMS.items():
        if name in found:
            continue
        began = time.process_time()
        model = train(arrays, source, causal, whole)
        spent = time.process_time() - began
        logits = predict(model, choose, rows).astype(np.float64)
        p = np.exp(logits - logits.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        scores = balanced_scores(choose["label"][rows], p)
        loss = float(-np.log(p[np.arange(len(rows)), choose["label"][rows]]).mean())
        found[name] = {"steps": STEPS, "cpu_s": round(spent), "accuracy": scores["accuracy"], "loss": round(loss, 4)}
        print(name, json.dumps(found[name]), flush=True)
        kept.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
