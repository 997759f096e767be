"""Fine-tunes the encoder and the FiLM head on stretches of whole conversations; resumes from its checkpoints.

python scripts/train_decision.py OUT_DIR MODEL_DIR [MINUTES]

Reads stretches-train.npz and windows-choose.npz; writes checkpoint-PASSES.pt while it runs and trained.pt at the end,
the mean of PASSES' runs. With MINUTES the runs end by then, wherever they are: the learning rate falls with the time
or the steps, whichever is further.
"""

import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from mhm_training.auxiliary import Auxiliary
from mhm_training.corpus import padded, windows_of
from mhm_training.model import DecisionModel, load_model
from mhm_training.sequences import stretch_batch, stretches
from mhm_training.tokens import WindowTokens, load_tokenizer
from mhm_training.windows import CONDITION, SILENCE

# Two runs from the same encoder and seed, whose weights are averaged: the longer one alone learns its data by heart in
# the end, and their mean is better than either (training/LOG.md).
PASSES = (2, 4)
PEAK_RATE = 2e-4
WARM_UP = 0.05
HEAD_FACTOR = 4
AUXILIARY_WEIGHT = 0.25
SEED = 11
CHECK_EVERY = 200
CHECK_ROWS = 1500
# Of a judgement in the shared data; the scale of the loss beside the auxiliary one.
MEAN_WEIGHT = 0.085
THREADS = 2


def rate_at(progress: float) -> float:
    """Share of the peak learning rate at a share of the run: linear warm-up, then cosine to nothing."""
    if progress < WARM_UP:
        return (progress + 1e-3) / WARM_UP
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - WARM_UP) / (1 - WARM_UP))))


def prepare(model: DecisionModel) -> None:
    """No dropout in the encoder and fixed word embeddings: a few passes need neither, and a step takes
    two thirds of the time."""
    encoder = model.backbone.encoder
    for module in encoder.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
        if hasattr(module, "dropout_prob"):
            module.dropout_prob = 0.0
    encoder.get_input_embeddings().weight.requires_grad = False


def make_optimiser(model: DecisionModel, auxiliary: Auxiliary) -> torch.optim.AdamW:
    backbone = [weight for weight in model.backbone.parameters() if weight.requires_grad]
    rest = [*model.head.parameters(), *auxiliary.parameters()]
    return torch.optim.AdamW([{"params": backbone}, {"params": rest}], lr=PEAK_RATE, weight_decay=0.01, fused=True)


def train_step(model: DecisionModel, auxiliary: Auxiliary, optimiser: torch.optim.Optimizer, batch: dict) -> float:
    """One update on a batch of stretches; returns the class's loss, the mean over the judgements by weight."""
    inputs = {key: torch.from_numpy(value) for key, value in batch.items()}
    states = model.backbone.states(inputs["ids"], inputs["mask"], inputs["timing"]).flatten(0, 1)
    hidden, condition, weight = states[inputs["place"]], inputs["condition"], inputs["weight"]
    losses = functional.cross_entropy(model.head(hidden, condition), inputs["label"], reduction="none")
    # Divided by what a batch usually weighs, not by what this one does: rare classes would count more alone than
    # together.
    loss = (losses * weight).sum() / (MEAN_WEIGHT * len(weight))
    first = inputs["condition"][:, SILENCE] == 0
    beside = auxiliary(hidden[first], condition[first], inputs["aux"][first])
    optimiser.zero_grad(set_to_none=True)
    (loss + AUXILIARY_WEIGHT * beside).backward()
    torch.nn.utils.clip_grad_norm_([*model.parameters(), *auxiliary.parameters()], 1.0)
    optimiser.step()
    return ((losses * weight).sum() / weight.sum().clamp(min=1e-6)).item()


@torch.no_grad()
def predict(model: DecisionModel, arrays: dict, rows: np.ndarray) -> np.ndarray:
    """Logits [len(rows),3]."""
    model.eval()
    lengths = np.diff(arrays["offsets"])[rows]
    out = np.zeros((len(rows), 3), np.float32)
    order = np.argsort(lengths)
    for start in range(0, len(order), 64):
        part = order[start : start + 64]
        inputs = (torch.from_numpy(array) for array in padded(windows_of(arrays, rows[part])))
        out[part] = model(*inputs, torch.from_numpy(arrays["condition"][rows[part]])).numpy()
    model.train()
    return out


def fine_tune(out: Path, source: str, data: tuple[dict, dict], passes: int, minutes: float) -> dict:
    """One run of so many passes; returns its weights. Goes on from checkpoint-PASSES.pt."""
    torch.manual_seed(SEED)
    arrays, choose = data
    opening = WindowTokens(load_tokenizer(source)).opening
    model = load_model(source, len(CONDITION))
    auxiliary = Auxiliary(model.backbone.norm.normalized_shape[0], len(CONDITION))
    prepare(model)
    optimiser = make_optimiser(model, auxiliary)
    rng = np.random.default_rng(SEED)
    plan = [batch for _ in range(passes) for batch in stretches(arrays, rng)]
    checkpoint = out / f"checkpoint-{passes}.pt"
    first, spent = 0, 0.0
    if checkpoint.exists():
        stored = torch.load(checkpoint, weights_only=True)
        for part, name in ((model, "model"), (auxiliary, "auxiliary"), (optimiser, "optimiser")):
            part.load_state_dict(stored[name])
        first, spent = stored["step"], stored["seconds"]
    model.train()
    rows = np.arange(min(CHECK_ROWS, len(choose["label"])))
    began, losses = time.monotonic() - spent, []
    for step in range(first, len(plan)):
        progress = max(step / len(plan), (time.monotonic() - began) / (60 * minutes))
        for group, factor in zip(optimiser.param_groups, (1, HEAD_FACTOR), strict=True):
            group["lr"] = PEAK_RATE * factor * rate_at(progress)
        batch = stretch_batch(arrays, plan[step], opening, np.random.default_rng([SEED, step]))
        losses.append(train_step(model, auxiliary, optimiser, batch))
        over = step + 1 == len(plan) or progress >= 1
        if (step + 1) % CHECK_EVERY == 0 or over:
            hit = (predict(model, choose, rows).argmax(1) == choose["label"][rows]).mean()
            seconds = time.monotonic() - began
            done = f"step {step + 1}/{len(plan)} {100 * progress:.0f} % {seconds:.0f} s"
            print(f"{passes} passes: {done} loss {np.mean(losses):.4f} choose {hit:.4f}", flush=True)
            losses = []
            partial = checkpoint.with_suffix(".partial")
            state = {"model": model.state_dict(), "auxiliary": auxiliary.state_dict()}
            state |= {"optimiser": optimiser.state_dict(), "step": len(plan) if over else step + 1, "seconds": seconds}
            torch.save(state, partial)
            partial.replace(checkpoint)
        if over:
            break
    return model.state_dict()


def mean_weights(runs: list[dict]) -> dict:
    """The mean of several runs' weights; whole numbers (positions) are the same in all."""
    first, *_ = runs
    return {
        name: torch.stack([run[name] for run in runs]).mean(0) if weight.is_floating_point() else weight
        for name, weight in first.items()
    }


def train(out: Path, source: str, minutes: float = math.inf) -> None:
    torch.set_num_threads(THREADS)
    data = dict(np.load(out / "stretches-train.npz")), dict(np.load(out / "windows-choose.npz"))
    runs = [fine_tune(out, source, data, passes, minutes * passes / sum(PASSES)) for passes in PASSES]
    weights = mean_weights(runs)
    torch.save(weights, out / "trained.pt")
    model = load_model(source, len(CONDITION))
    choose = data[1]
    for name, found in (*zip((f"{passes} passes" for passes in PASSES), runs, strict=True), ("their mean", weights)):
        model.load_state_dict(found)
        hit = (predict(model, choose, np.arange(len(choose["label"]))).argmax(1) == choose["label"]).mean()
        print(f"done: {name}: balanced accuracy on the choosing half {hit:.4f}", flush=True)


if __name__ == "__main__":
    train(Path(sys.argv[1]), sys.argv[2], *(float(argument) for argument in sys.argv[3:4]))
