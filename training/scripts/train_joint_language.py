"""Fine-tunes a causal language model on conversations written out; the first stage of arXiv 2604.16622 (section 4.1).

python scripts/train_joint_language.py OUT_DIR [options]
accelerate launch --mixed_precision bf16 scripts/train_joint_language.py OUT_DIR [options]

OUT_DIR holds train.jsonl and val.jsonl (read_switchboard.py, read_corpus.py). Writes language.pt (what training
changed, at the epoch with the lowest choosing loss) and language.json at the end; until then the same command goes on
from language/checkpoint. The paper: QLoRA of rank 32, alpha 64, dropout .05, batches of 2 snippets of at most 50 turns
and 1,024 tokens. It does not give the learning rate or the epochs, and its 4 bits are left out: low-rank updates on
weights of full precision.
"""

import argparse
import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from train_full_decision import Progress, epoch_order, rate_at, save_checkpoint

from mhm_training.corpus import halves, read_conversations
from mhm_training.full_model import Missing, need_a_gpu, trained_state
from mhm_training.joint_full import language_parts, need, next_token_loss, padded, token_ids, with_paper_lora
from mhm_training.joint_transcripts import snippets, turns_of

REPORT_EVERY, CHECKPOINT_EVERY = 50, 500


def check(options: argparse.Namespace) -> None:
    """Raises Missing, with what to do, when the run could not begin here."""
    need_a_gpu(options.cpu)
    for package in ("accelerate", "peft", "soundfile"):
        if find_spec(package) is None:
            raise Missing(
                f"The package {package} is missing: install it with pip install -e 'training[full]' soundfile."
            )
    need(options.language, "language model", "tokenizer.json")


def build(options: argparse.Namespace) -> tuple[torch.nn.Module, object]:
    model, tokenizer = language_parts(options.language)
    return with_paper_lora(model, options.rank, options.alpha, options.dropout), tokenizer


@torch.no_grad()
def mean_loss(model: torch.nn.Module, sequences: list[list[int]], batch: int, device: torch.device) -> float:
    """Of the choosing half, a token."""
    model.eval()
    total = count = 0.0
    for start in range(0, len(sequences), batch):
        ids, mask = (part.to(device) for part in padded(sequences[start : start + batch]))
        tokens = float(mask[:, 1:].sum())
        total += float(next_token_loss(model, ids, mask)) * tokens
        count += tokens
    model.train()
    return total / count


def train(options: argparse.Namespace) -> None:
    check(options)
    from accelerate import Accelerator
    from accelerate.utils import set_seed

    accelerator = Accelerator(cpu=options.cpu and not torch.cuda.is_available())
    set_seed(options.seed)
    model, tokenizer = build(options)
    folder = options.out / "language"
    folder.mkdir(exist_ok=True)

    def read(talks: list[dict]) -> list[list[int]]:
        texts = [text for talk in talks for text in snippets(turns_of(talk))]
        return [ids for ids in token_ids(tokenizer, texts, options.tokens) if len(ids) > 1]

    data = read(read_conversations(options.out / "train.jsonl"))
    choose = read(halves(read_conversations(options.out / "val.jsonl"))[0])
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    model, optimiser = accelerator.prepare(model, torch.optim.AdamW(weights, lr=options.rate))
    progress = Progress()
    accelerator.register_for_checkpointing(progress)
    size = options.batch * accelerator.num_processes
    lengths = np.array([len(ids) for ids in data])
    in_epoch = len(epoch_order(lengths, size, options.seed, 0))
    steps = options.epochs * in_epoch
    if (folder / "checkpoint").exists():
        accelerator.load_state(str(folder / "checkpoint"))
        accelerator.print(f"going on from step {progress.step} of {steps}")
    model.train()
    losses: list[float] = []
    while progress.step < min(steps, options.most_steps or steps):
        epoch, inside = divmod(progress.step, in_epoch)
        if inside == 0 or not losses:
            order = epoch_order(lengths, size, options.seed, epoch)
        chosen = order[inside][accelerator.process_index :: accelerator.num_processes]
        ids, mask = (part.to(accelerator.device) for part in padded([data[row] for row in chosen]))
        for group in optimiser.param_groups:
            group["lr"] = options.rate * rate_at(progress.step, steps, options.warm_up)
        with accelerator.autocast():
            loss = next_token_loss(model, ids, mask)
        optimiser.zero_grad()
        accelerator.backward(loss)
        accelerator.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        progress.step += 1
        losses.append(loss.item())
        if progress.step % REPORT_EVERY == 0:
            accelerator.print(f"step {progress.step}/{steps} loss {np.mean(losses[-REPORT_EVERY:]):.4f}", flush=True)
        if progress.step % in_epoch == 0:
            held = mean_loss(accelerator.unwrap_model(model), choose, options.batch, accelerator.device)
            accelerator.print(f"epoch {epoch + 1}: choosing loss {held:.4f} a token", flush=True)
            if accelerator.is_main_process and held < progress.best:
                torch.save(trained_state(accelerator.unwrap_model(model)), options.out / "language.pt")
            progress.best = min(progress.best, held)
        if (
            progress.step % CHECKPOINT_EVERY == 0
            or progress.step % in_epoch == 0
            or progress.step == options.most_steps
        ):
            save_checkpoint(accelerator, folder)
    if progress.step < steps:
        accelerator.print(f"stopped at step {progress.step} of {steps}: the same command without --most-steps goes on")
    elif accelerator.is_main_process:
        kept = {name: value for name, value in vars(options).items() if name not in ("out", "check", "most_steps")}
        (options.out / "language.json").write_text(json.dumps({**kept, "choosing_loss": progress.best}, indent=1))


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--language", default="Qwen/Qwen2.5-7B", help="a folder, or a name on the hub")
    parser.add_argument("--rank", type=int, default=32)
    parser.add_argument("--alpha", type=int, default=64)
    parser.add_argument("--dropout", type=float, default=0.05)
    parser.add_argument("--batch", type=int, default=2, help="snippets a device")
    parser.add_argument("--tokens", type=int, default=1024, help="of a snippet, at most")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--warm-up", type=float, default=0.03)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--most-steps", type=int, help="stop here and leave a checkpoint")
    parser.add_argument("--check", action="store_true", help="only say whether the run could begin here")
    parser.add_argument("--cpu", action="store_true", help="a CPU will do")
    return parser


if __name__ == "__main__":
    try:
        chosen_options = arguments().parse_args()
        check(chosen_options) if chosen_options.check else train(chosen_options)
    except Missing as error:
        raise SystemExit(str(error)) from error
