"""Fine-tunes any Hugging Face backbone with the FiLM head; RESPOND's settings (section 3.5) are the defaults.

python scripts/train_full_decision.py OUT_DIR [options]
accelerate launch --num_processes 4 --mixed_precision bf16 scripts/train_full_decision.py OUT_DIR [options]

Several GPUs or machines, and the precision, are accelerate's options; --batch is that of one device. OUT_DIR holds
sequences-{train,choose}.npz. Writes checkpoint/ while it runs (the same command goes on from there), best.pt (what
training changed, at the epoch with the lowest loss on the choosing part) and full.json (the settings).

Where the paper is silent: LoRA sits on every linear layer, without dropout; a batch counts sequences, and a sequence
may carry several judgements.
"""

import argparse
import json
import math
import shutil
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from mhm_training.full_model import FullModel, Missing, backbone_parts, need_a_gpu, trained_state, with_lora
from mhm_training.full_windows import CONDITION_MODES, batch_of, masked

CHECKPOINT_EVERY = 500
REPORT_EVERY = 50


class Progress:
    """Where the run is: steps done, and the lowest choosing loss so far. Kept in the checkpoint."""

    def __init__(self) -> None:
        self.step = 0
        self.best = math.inf

    def state_dict(self) -> dict:
        return {"step": self.step, "best": self.best}

    def load_state_dict(self, state: dict) -> None:
        self.step, self.best = state["step"], state["best"]


def rate_at(step: int, steps: int, warm_up: float) -> float:
    """Share of the peak learning rate: linear warm-up, then cosine to nothing."""
    warm = math.ceil(warm_up * steps)
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


def epoch_order(lengths: np.ndarray, size: int, seed: int, epoch: int) -> np.ndarray:
    """Batches [n,size] of an epoch in random order, of about the same length each; the last is filled up again."""
    rng = np.random.default_rng((seed, epoch))
    order = np.argsort(lengths + rng.uniform(0, 4, len(lengths)), kind="stable")
    filled = np.resize(order, math.ceil(len(order) / size) * size).reshape(-1, size)
    return filled[rng.permutation(len(filled))]


def tensors(data: dict, chosen: np.ndarray, mode: str, device: torch.device) -> tuple[tuple, torch.Tensor]:
    """What the model takes for some sequences, and the labels."""
    batch = batch_of(data, chosen)
    batch["condition"] = masked(batch["condition"], mode)
    inputs = tuple(torch.from_numpy(batch[key]).to(device) for key in ("ids", "mask", "owner", "position", "condition"))
    return inputs, torch.from_numpy(batch["label"]).to(device)


@torch.no_grad()
def mean_loss(model, data: dict, mode: str, size: int, accelerator) -> tuple[float, float]:
    """Cross entropy and accuracy over all judgements, shared among the processes."""
    # Without the wrapper that waits for the other processes: they may have one batch fewer.
    bare = accelerator.unwrap_model(model)
    bare.eval()
    total = torch.zeros(3, dtype=torch.float64, device=accelerator.device)
    order = np.argsort(np.diff(data["offsets"]), kind="stable")
    groups = [order[start : start + size] for start in range(0, len(order), size)]
    for group in groups[accelerator.process_index :: accelerator.num_processes]:
        inputs, label = tensors(data, group, mode, accelerator.device)
        with accelerator.autocast():
            logits = bare(*inputs).float()
        total[0] += functional.cross_entropy(logits, label, reduction="sum")
        total[1] += (logits.argmax(1) == label).sum()
        total[2] += len(label)
    bare.train()
    loss, hits, count = accelerator.reduce(total, "sum").tolist()
    return loss / count, hits / count


def save_checkpoint(accelerator, out: Path) -> None:
    """The whole state, in place of the last one only when it is complete."""
    accelerator.save_state(str(out / "checkpoint-partial"))
    accelerator.wait_for_everyone()
    if accelerator.is_main_process:
        shutil.rmtree(out / "checkpoint", ignore_errors=True)
        (out / "checkpoint-partial").rename(out / "checkpoint")
    accelerator.wait_for_everyone()


def build(options: argparse.Namespace) -> FullModel:
    """The model before training, with LoRA unless everything is to be fine-tuned."""
    encoder, _ = backbone_parts(options.backbone, options.layers)
    return FullModel(encoder if options.full else with_lora(encoder, options.rank, options.alpha))


def check(options: argparse.Namespace) -> None:
    """Raises Missing, with what to do, when the run could not begin here."""
    need_a_gpu(options.cpu)
    for package in ("accelerate",) if options.full else ("accelerate", "peft"):
        if find_spec(package) is None:
            raise Missing(f"The package {package} is missing: install it with pip install -e 'training[full]'.")


def train(options: argparse.Namespace) -> None:
    check(options)
    from accelerate import Accelerator
    from accelerate.utils import set_seed

    accelerator = Accelerator(cpu=options.cpu and not torch.cuda.is_available())
    set_seed(options.seed)
    data, choose = (dict(np.load(options.out / f"sequences-{name}.npz")) for name in ("train", "choose"))
    model = build(options)
    groups = [
        {"params": [w for w in model.backbone.parameters() if w.requires_grad], "lr": options.rate},
        {"params": model.head.parameters(), "lr": options.rate * options.head_factor},
    ]
    model, optimiser = accelerator.prepare(model, torch.optim.AdamW(groups, weight_decay=options.weight_decay))
    progress = Progress()
    accelerator.register_for_checkpointing(progress)
    share, ways = options.batch, accelerator.num_processes
    lengths = np.diff(data["offsets"])
    in_epoch = math.ceil(len(lengths) / (share * ways))
    steps = options.epochs * in_epoch
    if (options.out / "checkpoint").exists():
        accelerator.load_state(str(options.out / "checkpoint"))
        accelerator.print(f"going on from step {progress.step} of {steps}")
    if accelerator.is_main_process:
        settings = {
            key: value for key, value in vars(options).items() if key not in ("out", "cpu", "check", "most_steps")
        }
        (options.out / "full.json").write_text(json.dumps({**settings, "processes": ways, "steps": steps}, indent=1))
    model.train()
    losses: list[float] = []
    order = epoch_order(lengths, share * ways, options.seed, progress.step // in_epoch)
    while progress.step < min(steps, options.most_steps or steps):
        epoch, inside = divmod(progress.step, in_epoch)
        if inside == 0:
            order = epoch_order(lengths, share * ways, options.seed, epoch)
        mine = order[inside][accelerator.process_index :: ways]
        inputs, label = tensors(data, mine, options.condition, accelerator.device)
        for group, factor in zip(optimiser.param_groups, (1, options.head_factor), strict=True):
            group["lr"] = options.rate * factor * rate_at(progress.step, steps, options.warm_up)
        loss = functional.cross_entropy(model(*inputs).float(), label)
        optimiser.zero_grad()
        accelerator.backward(loss)
        accelerator.clip_grad_norm_(model.parameters(), options.clip)
        optimiser.step()
        progress.step += 1
        losses.append(loss.item())
        if progress.step % REPORT_EVERY == 0:
            accelerator.print(f"step {progress.step}/{steps} loss {np.mean(losses):.4f}", flush=True)
            losses = []
        if progress.step % in_epoch == 0:
            held, accuracy = mean_loss(model, choose, options.condition, share, accelerator)
            accelerator.print(f"epoch {epoch + 1}: choosing loss {held:.4f}, accuracy {accuracy:.4f}", flush=True)
            if held < progress.best:
                progress.best = held
                if accelerator.is_main_process:
                    torch.save(trained_state(accelerator.unwrap_model(model)), options.out / "best.pt")
        if progress.step % CHECKPOINT_EVERY == 0 or progress.step % in_epoch == 0:
            save_checkpoint(accelerator, options.out)
    if progress.step < steps:
        save_checkpoint(accelerator, options.out)
        accelerator.print(f"stopped at step {progress.step} of {steps}: the same command without --most-steps goes on")


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--backbone", default="Qwen/Qwen3-0.6B", help="a folder, or a name on the hub")
    parser.add_argument("--layers", type=int, help="only the first N layers")
    parser.add_argument("--full", action="store_true", help="fine-tune everything in place of LoRA")
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--alpha", type=int, default=32)
    parser.add_argument("--condition", choices=tuple(CONDITION_MODES), default="all", help="what the head may see")
    parser.add_argument("--batch", type=int, default=128, help="sequences a device")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1e-5)
    parser.add_argument("--head-factor", type=float, default=1.0, help="the head's learning rate over the backbone's")
    parser.add_argument("--weight-decay", type=float, default=0.01)
    parser.add_argument("--warm-up", type=float, default=0.1)
    parser.add_argument("--clip", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--most-steps", type=int, help="stop here and leave a checkpoint")
    parser.add_argument("--check", action="store_true", help="only say whether the run could begin here")
    parser.add_argument("--cpu", action="store_true", help="a CPU will do")
    return parser


if __name__ == "__main__":
    try:
        chosen = arguments().parse_args()
        check(chosen) if chosen.check else train(chosen)
    except Missing as error:
        raise SystemExit(str(error)) from error
