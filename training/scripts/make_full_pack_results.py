"""Writes docs/results/full-pack.md from a full set's packs: python scripts/make_full_pack_results.py MODELS_DIR DOCS_DIR

Sizes, what 4 bits and 16-bit activations cost, and the scores that training left; for random weights it says so.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

PACKS = ("decision-backbone", "decision-head", "voice-encoder", "joint", "affect", "clips-heart")
MB = 1_000_000


def metas(models: Path, kind: str) -> list[dict]:
    """The descriptions of a set's packs, and of backbones with fewer layers."""
    found = [json.loads(max(models.glob(f"{name}-{kind}/*/meta.json")).read_text()) for name in PACKS]
    fewer = [json.loads(path.read_text()) for path in models.glob(f"decision-backbone-{kind}-*/*/meta.json")]
    return found + sorted(fewer, key=lambda meta: meta["architecture"]["layers"])


def files_bytes(meta: dict, variant: dict | None) -> int:
    """What one choice of variant downloads."""
    left_out = {
        name
        for other in meta.get("variants", [])
        if other is not variant
        for name in (other["graph"], *other["weights"])
    }
    return sum(file["bytes"] for file in meta["files"] if file["path"] not in left_out)


def sizes(packs: list[dict]) -> list[str]:
    lines = ["| pack | variant | download, MB | tolerance of the self-check |", "| --- | --- | --- | --- |"]
    for meta in packs:
        for variant in meta.get("variants") or [None]:
            name = variant["activations"] if variant else "-"
            tolerance = (variant or meta)["tolerance"]
            lines.append(
                f"| `{meta['name']}@{meta['version']}` | {name} | {files_bytes(meta, variant) / MB:.1f} | {tolerance} |"
            )
    return lines


def main(models: Path, docs: Path) -> None:
    packs = metas(models, "full")
    backbone, voice = packs[0], packs[2]
    check, shape = backbone["check"], backbone["architecture"]
    random = backbone["weights"] == "random"
    made = "random weights of the true architecture" if random else "trained weights"
    lines = [
        "## The full set: its packs",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, written by `training/scripts/make_full_pack_results.py` after `{backbone['made']}`: {made}."
        + (" They know nothing: sizes and rounding are real, everything else has to wait for training." if random else ""),
        "",
        f"Qwen3 with {shape['layers']} layers of {shape['hidden']}, {shape['heads']}/{shape['kv_heads']} heads of {shape['head_size']}, "
        f"{shape['vocabulary']:,} tokens, without the language model's head, matrices and token table in 4 bits (blocks of 32), by "
        f"onnxruntime-genai's model builder; WavLM with {voice['architecture']['layers']} layers of {voice['hidden']}, pooled in the graph. "
        f"Largest tensor {backbone['needs']['buffer_bytes'] / MB:.0f} MB.",
        "",
        *sizes(packs),
        "",
        f"**4 bits against the same weights in 32**, {check['words']:,} words of {check['sequences']} sequences ({check['on']}), read as the page reads them: cosine of the hidden state "
        f"{check['cosine']} (mean), {check['least_cosine']} (least); the head's answer is the same at {check['agreement']:.1%} of the words.",
        *(
            ["Random weights have no structure that rounding could spare, and a random head's answers lie close together: a trained "
             "model should lose less."]
            if random
            else []
        ),
        "",
        "The tolerances are three times what 8-bit activations (the CPU's and WASM's kernels) and 16-bit ones changed at most in a golden "
        "number on this machine's CPU; the golden numbers come from the fp32 graph with exact activations.",
    ]  # fmt: skip
    if backbone["scores"]:
        lines += ["", "| score | value | on |", "| --- | --- | --- |"]
        lines += [f"| {score['name']} | {score['value']} | {score['on']} |" for score in backbone["scores"]]
    (docs / "full-pack.md").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:3]))
