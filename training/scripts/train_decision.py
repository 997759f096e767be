"""Fine-tunes the encoder and the FiLM head, at most one pass over the balanced windows; resumes from its checkpoint.

python scripts/train_decision.py OUT_DIR MODEL_DIR

Reads windows-train.npz and windows-choose.npz; writes checkpoint.pt while it runs and trained.pt at the end.
"""

import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from mhm_training.corpus import batches, padded
from mhm_training.model import DecisionModel, load_model

BATCH = 48
# 100,800 windows. Two busy cores allowed no more; see LOG.md.
MOST_STEPS = 2100
PEAK_RATE = 1.5e-4
WARM_UP = 0.06
HEAD_FACTOR = 4
SEED = 11
CHECK_EVERY = 250
CHECK_ROWS = 1500
THREADS = 2


def rate_at(step: int, steps: int) -> float:
    """Share of the peak learning rate: linear warm-up, then cosine to nothing."""
    warm = max(1, int(WARM_UP * steps))
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


def make_optimiser(model: DecisionModel) -> torch.optim.AdamW:
    return torch.optim.AdamW(
        [
            {"params": model.backbone.parameters(), "lr": PEAK_RATE},
            {"params": model.head.parameters(), "lr": PEAK_RATE * HEAD_FACTOR},
        ],
        weight_decay=0.01,
    )


def train_step(model: DecisionModel, optimiser: torch.optim.Optimizer, arrays: dict, rows: np.ndarray) -> float:
    """One update on the given windows; returns the loss."""
    ids, mask = padded(arrays, rows)
    logits = model(torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(arrays["condition"][rows]))
    loss = functional.cross_entropy(logits, torch.from_numpy(arrays["label"][rows]))
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    return loss.item()


@torch.no_grad()
def predict(model: DecisionModel, arrays: dict, rows: np.ndarray) -> np.ndarray:
    """Logits [len(rows),3]."""
    model.eval()
    lengths = np.diff(arrays["offsets"])[rows]
    out = np.zeros((len(rows), 3), np.float32)
    order = np.argsort(lengths)
    for start in range(0, len(order), 64):
        part = order[start : start + 64]
        ids, mask = padded(arrays, rows[part])
        condition = torch.from_numpy(arrays["condition"][rows[part]])
        out[part] = model(torch.from_numpy(ids), torch.from_numpy(mask), condition).numpy()
    model.train()
    return out


def train(out: Path, source: str) -> None:
    torch.set_num_threads(THREADS)
    torch.manual_seed(SEED)
    arrays = dict(np.load(out / "windows-train.npz"))
    choose = dict(np.load(out / "windows-choose.npz"))
    model = load_model(source, arrays["condition"].shape[1])
    optimiser = make_optimiser(model)
    plan = batches(np.diff(arrays["offsets"]), BATCH, np.random.default_rng(SEED))[:MOST_STEPS]
    checkpoint = out / "checkpoint.pt"
    first = 0
    if checkpoint.exists():
        stored = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(stored["model"])
        optimiser.load_state_dict(stored["optimiser"])
        first = stored["step"]
    model.train()
    rows = np.arange(min(CHECK_ROWS, len(choose["label"])))
    began, losses = time.monotonic(), []
    for step in range(first, len(plan)):
        for group, factor in zip(optimiser.param_groups, (1, HEAD_FACTOR), strict=True):
            group["lr"] = PEAK_RATE * factor * rate_at(step, len(plan))
        losses.append(train_step(model, optimiser, arrays, plan[step]))
        if (step + 1) % CHECK_EVERY == 0 or step + 1 == len(plan):
            hit = (predict(model, choose, rows).argmax(1) == choose["label"][rows]).mean()
            seconds = (time.monotonic() - began) / (step + 1 - first)
            print(
                f"step {step + 1}/{len(plan)} loss {np.mean(losses):.4f} choose {hit:.4f} {seconds:.3f} s/step",
                flush=True,
            )
            losses = []
            partial = checkpoint.with_suffix(".partial")
            torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step + 1}, partial)
            partial.replace(checkpoint)
    torch.save(model.state_dict(), out / "trained.pt")
    logits = predict(model, choose, np.arange(len(choose["label"])))
    print(f"done: balanced accuracy on the choosing half {(logits.argmax(1) == choose['label']).mean():.4f}")


if __name__ == "__main__":
    train(Path(sys.argv[1]), sys.argv[2])
