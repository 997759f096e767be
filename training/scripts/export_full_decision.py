"""Merges the low-rank updates, scores the full model and writes down what its packs are made of.

python scripts/export_full_decision.py OUT_DIR

Reads full.json, sequences.json, best.pt and sequences-report.npz. Writes OUT_DIR/export: export.json (settings and
scores), head.onnx and, of a causal backbone, the folder language/ and head.pt, from which ``make_full_packs.py`` makes
graphs with a cache; of one that reads both ways backbone.onnx (fp32), golden.json and the tokenizer. Everything is
validated against torch.
"""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch
from train_full_decision import build, tensors

from mhm_training.decision_cases import TEXTS
from mhm_training.export import Normed, export_head, session, softmax
from mhm_training.full_export import export_windows, save_language
from mhm_training.full_model import FullModel, Missing, backbone_parts, merged
from mhm_training.full_windows import batch_of, opening_tokens, sequence_of, word_tokens
from mhm_training.pack import write_json
from mhm_training.scores import balanced_scores, natural_scores
from mhm_training.text import normalise_text
from mhm_training.windows import CONDITION, NAMES

SCORE_BATCH = 32


@torch.no_grad()
def probabilities(model: FullModel, data: dict, mode: str, device: torch.device) -> tuple[np.ndarray, np.ndarray]:
    """Labels [m] and probabilities [m,3] of every judgement of a part, sequence by sequence."""
    order = np.argsort(np.diff(data["offsets"]), kind="stable")
    labels, p, members = [], [], []
    for start in range(0, len(order), SCORE_BATCH):
        group = order[start : start + SCORE_BATCH]
        inputs, label = tensors(data, group, mode, device)
        labels.append(label.cpu().numpy())
        p.append(torch.softmax(model(*inputs).float(), -1).cpu().numpy())
        members.append(batch_of(data, group)["members"])
    back = np.argsort(np.concatenate(members))
    return np.concatenate(labels)[back], np.concatenate(p)[back]


def report(model: FullModel, data: dict, mode: str, natural: bool) -> dict:
    """Scores on the reporting part, with the history as it fell and with none."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device)
    score = natural_scores if natural else balanced_scores
    labels, p = probabilities(model, data, mode, device)
    hidden = {**data, "condition": data["condition"].copy()}
    hidden["condition"][:, NAMES.index("since_turn") : NAMES.index("since_backchannel_known") + 1] = 0
    _, without = probabilities(model, hidden, mode, device)
    model.to("cpu")
    return {"as it fell": {**score(labels, p), "confusion": balanced_scores(labels, p)["confusion"]},
            "history hidden": score(labels, without)}  # fmt: skip


def golden(graph: Path, head: Path, encode, opening: list[int]) -> dict:
    """Fixed windows with the graphs' own outputs: words, their tokens and hidden vectors, and the head's answers."""
    rng = np.random.default_rng(0)
    backbone, decide = session(graph), session(head)
    cases, heads = [], []
    for words in [words for words in (normalise_text(text).split() for text in TEXTS) if words]:
        ids, ends = sequence_of(words, encode, opening)
        row = np.array([ids])
        hidden = backbone.run(None, {"input_ids": row, "attention_mask": np.ones_like(row)})[0][0, -1]
        cases.append({"words": words, "input_ids": ids, "word_ends": ends, "hidden": np.round(hidden, 4).tolist()})
        condition = np.round(rng.uniform(0, 1, len(CONDITION)), 4).astype(np.float32)
        p = softmax(decide.run(None, {"hidden": hidden[None], "condition": condition[None]})[0][0])
        heads.append({"condition": np.round(condition, 4).tolist(), "p": np.round(p, 5).tolist()})
    return {"cases": cases, "head_cases": heads}


def main(out: Path) -> None:
    options = SimpleNamespace(**json.loads((out / "full.json").read_text()))
    made = json.loads((out / "sequences.json").read_text())
    if not (out / "best.pt").exists():
        raise SystemExit(f"{out} holds no best.pt: the training has not ended its first epoch; run it again.")
    model = merged(build(options), torch.load(out / "best.pt", weights_only=True), options.condition)
    _, tokenizer = backbone_parts(options.backbone, options.layers)
    scores = report(model, dict(np.load(out / "sequences-report.npz")), options.condition, made["natural"])
    folder = out / "export"
    folder.mkdir(exist_ok=True)
    backbone, size = model.backbone, model.backbone.encoder.config.hidden_size
    if made["causal"]:
        save_language(backbone.encoder, tokenizer, folder / "language")
        torch.save({"norm": backbone.norm.state_dict(), "head": model.head.state_dict()}, folder / "head.pt")
        export_head(Normed(backbone.norm, model.head), size, len(CONDITION), folder / "head.onnx")
    else:
        export_windows(backbone, folder / "backbone.onnx")
        export_head(model.head, size, len(CONDITION), folder / "head.onnx")
        encode, opening = word_tokens(tokenizer), opening_tokens(tokenizer)
        write_json(folder / "golden.json", golden(folder / "backbone.onnx", folder / "head.onnx", encode, opening))
        tokenizer.save_pretrained(folder)
    result = {"settings": vars(options), "sequences": made, "scores": scores, "hidden": size, "causal": made["causal"]}
    write_json(folder / "export.json", result)
    print(json.dumps(scores, indent=1))


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except Missing as error:
        sys.exit(str(error))
