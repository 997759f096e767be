"""Merges the low-rank updates and turns the full model into graphs, golden files and scores.

python scripts/export_full_decision.py OUT_DIR [--bits 4]

Reads full.json, sequences.json, best.pt and sequences-report.npz. Writes OUT_DIR/export: backbone.onnx (fp32, or 4
bits), head.onnx, golden.json, the tokenizer and export.json (shapes, cache policy, scores, what rounding cost); and
dials.json beside it. Everything is validated against torch before it is written down.
"""

import argparse
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch
from train_full_decision import build, tensors

from mhm_training.decision_cases import TEXTS
from mhm_training.export import export_head, session, softmax
from mhm_training.full_export import WordReader, cache_shape, export_cached, export_windows, quantise_to_4_bits
from mhm_training.full_model import FullModel, Missing, backbone_parts, merged
from mhm_training.full_windows import (
    KEEP_WORDS,
    MOST_WORDS,
    batch_of,
    cache_start,
    opening_tokens,
    sequence_of,
    word_tokens,
)
from mhm_training.pack import write_json
from mhm_training.scores import balanced_scores, natural_scores
from mhm_training.text import normalise_text
from mhm_training.windows import CONDITION, NAMES

SCORE_BATCH = 32
# More words than the cache holds, so that it is emptied once.
LONG = MOST_WORDS + 6


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


def golden(reader, model: FullModel, encode, opening: list[int]) -> dict:
    """Fixed inputs with the graph's own outputs: words with their tokens and hidden vectors, and head cases."""
    rng = np.random.default_rng(0)
    spoken = [normalise_text(text).split() for text in TEXTS]
    spoken = [words for words in spoken if words][:12]
    spoken.append([word for words in spoken for word in words * 9][:LONG])
    cases = []
    for words in spoken:
        hidden = reader(words)
        start = cache_start(len(words) - 1)
        ids, ends = sequence_of(words[start:], encode, opening)
        cases.append({"words": words, "cache_start": start, "input_ids": ids, "word_ends": ends,
                      "hidden": [round(float(value), 4) for value in hidden]})  # fmt: skip
    heads = []
    for case in cases[:6]:
        condition = np.round(rng.uniform(0, 1, len(CONDITION)), 4).astype(np.float32)
        with torch.no_grad():
            logits = model.head(torch.tensor([case["hidden"]]), torch.from_numpy(condition[None]))[0].numpy()
        p = [round(float(value), 5) for value in softmax(logits)]
        heads.append({"hidden": case["hidden"], "condition": [round(float(value), 4) for value in condition], "p": p})
    return {"cases": cases, "head_cases": heads}


def main(out: Path, bits: int | None) -> None:
    options = SimpleNamespace(**json.loads((out / "full.json").read_text()))
    made = json.loads((out / "sequences.json").read_text())
    if not (out / "best.pt").exists():
        raise SystemExit(f"{out} holds no best.pt: the training has not ended its first epoch; run it again.")
    model = merged(build(options), torch.load(out / "best.pt", weights_only=True), options.condition)
    _, tokenizer = backbone_parts(options.backbone, options.layers)
    encode, opening = word_tokens(tokenizer), opening_tokens(tokenizer)
    scores = report(model, dict(np.load(out / "sequences-report.npz")), options.condition, made["natural"])
    folder = out / "export"
    folder.mkdir(exist_ok=True)
    config = model.backbone.encoder.config
    path = folder / "backbone.onnx"
    exact = path if bits is None else out / "backbone-fp32.onnx"
    if made["causal"]:
        export_cached(model.backbone, exact)
    else:
        export_windows(model.backbone, exact)
    export_head(model.head, config.hidden_size, len(CONDITION), folder / "head.onnx")

    def reader(graph: Path):
        running = session(graph)

        def last_hidden(words: list[str]) -> np.ndarray:
            if made["causal"]:
                one = WordReader(running, config, encode, opening)
                return [one.read(word) for word in words][-1]
            ids = np.array([sequence_of(words[cache_start(len(words) - 1) :], encode, opening)[0]])
            return running.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0, -1]

        return last_hidden

    cases = golden(reader(exact), model, encode, opening)
    rounding = 0.0
    if bits == 4:
        quantise_to_4_bits(exact, path)
        rounded = golden(reader(path), model, encode, opening)
        pairs = zip(cases["cases"], rounded["cases"], strict=True)
        rounding = max(float(np.abs(np.subtract(a["hidden"], b["hidden"])).max()) for a, b in pairs)
        cases = rounded
    write_json(folder / "golden.json", cases)
    tokenizer.save_pretrained(folder)
    layers, heads, size = cache_shape(config)
    result = {
        "settings": vars(options), "sequences": made, "scores": scores, "bits": bits or 32,
        "hidden": config.hidden_size,
        "cache": {"layers": layers, "heads": heads, "size": size, "most_words": MOST_WORDS, "keep_words": KEEP_WORDS}
        if made["causal"] else None, "largest_difference_of_a_hidden_number_by_rounding": round(rounding, 4),
    }  # fmt: skip
    write_json(folder / "export.json", result)
    print(json.dumps(scores, indent=1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--bits", type=int, choices=(4,))
    chosen = parser.parse_args()
    try:
        main(chosen.out, chosen.bits)
    except Missing as error:
        sys.exit(str(error))
