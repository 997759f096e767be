"""Trains the two projections of the joint space: python scripts/train_full_joint.py OUT_DIR [options]

OUT_DIR holds joint-{train,choose,report}.npz (embed_joint.py, or embed_full_pack.py: then the words' states are the
decision backbone's, and there is no language model to keep). Symmetric InfoNCE, temperature .07; the epoch with the
most true recordings in the top tenth of the choosing part is kept (section 4.2). Writes export/: context.onnx,
recording.onnx (fp32, checked against torch), joint.pt, golden.json, the language model with its updates merged, and
export.json with the settings and the scores on the reporting part. The paper gives layers, size and batch (Tables 7
and 8) but not the learning rate.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from embed_joint import TURNS, language_of

from mhm_training.full_model import Missing
from mhm_training.joint_ablations import GALLERY, places
from mhm_training.joint_full import CONTEXTS, Heads, context_input, symmetric_loss
from mhm_training.joint_projection import export_projection
from mhm_training.joint_scores import interval
from mhm_training.pack import write_json

GOLDEN_CASES = 4


def read(out: Path, part: str, turns: int, which: str) -> tuple[np.ndarray, np.ndarray]:
    """Contexts [n,c] and recordings [n,r] of a part."""
    path = out / f"joint-{part}.npz"
    if not path.exists():
        raise Missing(f"{path} is missing: run embed_joint.py first.")
    found = np.load(path)
    parts = {"text": found["text" if "text" in found else f"text{turns}"], "voice": found["voice"]}
    return context_input(parts, which), found["recording"].astype(np.float32)


@torch.no_grad()
def ranked(heads: Heads, contexts: np.ndarray, recordings: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every context's own recording in a gallery of them all, at most 4,096."""
    device = next(heads.parameters()).device
    heads.eval()
    drawn = np.random.default_rng(0).permutation(len(contexts))[:GALLERY]
    given = (torch.from_numpy(part[drawn]).to(device) for part in (contexts, recordings))
    one, other = heads(*given)
    heads.train()
    return places((one @ other.T).cpu().numpy(), np.arange(len(drawn)))


def train(options: argparse.Namespace) -> tuple[Heads, dict]:
    torch.manual_seed(options.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    contexts, recordings = read(options.out, "train", options.turns, options.context)
    held = read(options.out, "choose", options.turns, options.context)
    heads = Heads(contexts.shape[1], recordings.shape[1], options.layers, options.size).to(device)
    optimiser = torch.optim.AdamW(heads.parameters(), lr=options.rate, weight_decay=options.weight_decay)
    rng = np.random.default_rng(options.seed)
    best, kept, epoch_kept = -1.0, {}, 0
    for epoch in range(1, options.epochs + 1):
        losses = []
        for rows in np.array_split(rng.permutation(len(contexts)), max(1, len(contexts) // options.batch)):
            given = (torch.from_numpy(part[rows]).to(device) for part in (contexts, recordings))
            loss = symmetric_loss(*heads(*given))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
        top = float(ranked(heads, *held)[0].mean())
        print(f"epoch {epoch}: loss {np.mean(losses):.4f}, top tenth of the choosing part {top:.4f}", flush=True)
        if top > best:
            best, epoch_kept = top, epoch
            kept = {name: value.detach().cpu().clone() for name, value in heads.state_dict().items()}
    heads.load_state_dict(kept)
    return heads.cpu(), {"epoch": epoch_kept, "choosing_top_tenth": best}


def main(options: argparse.Namespace) -> None:
    heads, chosen = train(options)
    folder = options.out / "export"
    folder.mkdir(exist_ok=True)
    contexts, recordings = read(options.out, "report", options.turns, options.context)
    hits, rank, reciprocal = ranked(heads, contexts, recordings)
    scores = {
        "gallery": len(hits),
        "top_tenth": interval(hits),
        "median_rank": float(np.median(rank)),
        "mean_reciprocal_rank": float(reciprocal.mean()),
    }
    if (options.out / "perplexity.json").exists():
        scores["perplexity_of_first_token_by_turns"] = json.loads((options.out / "perplexity.json").read_text())
    shape = {"context": contexts.shape[1], "recording": recordings.shape[1]}
    shape |= {"layers": options.layers, "size": options.size}
    torch.save({"shape": shape, "state": heads.state_dict()}, folder / "joint.pt")
    golden = {}
    for name, head, states in (("context", heads.context, contexts), ("recording", heads.recording, recordings)):
        few = states[:GOLDEN_CASES]
        vectors = export_projection(head, few, folder / f"{name}.onnx")
        golden[name] = [
            {"states": np.round(one, 5).tolist(), "vector": np.round(vector, 5).tolist()}
            for one, vector in zip(few, vectors, strict=True)
        ]
    write_json(folder / "golden.json", golden)
    embedded = json.loads((options.out / "embedded.json").read_text())
    if options.context != "voice" and "language" in embedded:
        model, tokenizer = language_of(options.out, embedded["language"])
        model.save_pretrained(folder / "language")
        tokenizer.save_pretrained(folder / "language")
    settings = {name: value for name, value in vars(options).items() if name != "out"}
    write_json(folder / "export.json", {"settings": {**embedded, **settings, **chosen}, "scores": scores})
    print(json.dumps(scores, indent=1))


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--context", choices=CONTEXTS, default="both")
    parser.add_argument("--turns", type=int, choices=TURNS, default=5)
    parser.add_argument("--layers", type=int, choices=(1, 2, 3, 4), default=4)
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--batch", type=int, default=2048)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--weight-decay", type=float, default=0.01)
    parser.add_argument("--seed", type=int, default=42)
    return parser


if __name__ == "__main__":
    try:
        main(arguments().parse_args())
    except Missing as error:
        raise SystemExit(str(error)) from error
