"""The packs of the full decision: the backbone's two graphs with what 4 bits cost, and the head."""

import itertools
import json
import shutil
from pathlib import Path

import numpy as np
from transformers import AutoConfig

from .corpus import read_conversations
from .decision_cases import DECISIONS, WINDOWS, case_condition, partner
from .export import Normed, export_head, export_plane, session, softmax
from .full_check import compared
from .full_graph import build_backbone, largest_tensor, read_words, running_backbone
from .full_parts import VERSION, Parts, needs, rounded, tolerance_of, variant
from .full_windows import KEEP_WORDS, MOST_WORDS, cache_start, sequence_of
from .pack import spec, write_json
from .policy_cases import answered
from .pool import partner_words
from .text import normalise_text
from .windows import CONDITION

QWEN = "Qwen3-0.6B, by the Qwen team (Alibaba Cloud), Apache License 2.0: architecture and tokenizer"
CHECK_TALKS, CHECK_WORDS = 20, 150


def word_cases() -> list[list[str]]:
    """Words of our own making: short, odd, and more of them than the cache holds."""
    said = [[word[2] for word in words] for words in WINDOWS]
    some = [words for words in said if any(normalise_text(word) for word in words)]
    many = [word for words in some[:8] for word in words]
    long = [many[:MOST_WORDS], many[: MOST_WORDS + 1], (many * 3)[: 2 * MOST_WORDS]]
    return [*(words for words in some if len(words) <= MOST_WORDS), *long]


def partners_words(conversations: Path, parts: Parts) -> list[list[str]]:
    """What one side says in the first conversations of a file, as sequences of words."""
    encode, _ = parts.words
    talks = itertools.islice(read_conversations(conversations), CHECK_TALKS)
    said = ([word[2] for word in partner_words(talk["sides"][0])] for talk in talks)
    # Until there is a token, there is nothing to compare.
    begun = (list(itertools.dropwhile(lambda word: not encode([word])[0], words)) for words in said)
    return [words[:CHECK_WORDS] for words in begun if words]


def backbone_graphs(parts: Parts, layers: int | None = None) -> dict[str, Path]:
    """The graphs fp32 and fp16; built where they are not there yet."""
    folder = parts.graphs("decision-backbone" if layers is None else f"decision-backbone-{layers}")
    paths = {name: folder / f"{name}.onnx" for name in ("fp32", "fp16")}
    for name, path in paths.items():
        if not path.with_name(f"{path.name}.data").exists():
            build_backbone(parts.language, path, name == "fp16", layers)
    return paths


def golden_states(parts: Parts, running) -> list[dict]:
    """Words, their tokens and the hidden state at the last."""
    encode, opening = parts.words
    cases = []
    for words in word_cases():
        start = cache_start(len(words) - 1)
        ids, ends = sequence_of(words[start:], encode, opening)
        hidden = rounded(read_words(running, encode, opening, words))
        cases.append({"words": words, "start": start, "input_ids": ids, "word_ends": ends, "hidden": hidden})
    return cases


def rounding_of(parts: Parts, graph: Path, cases: list[dict]) -> float:
    """The largest change of a golden number when activations have 8 bits before a matrix, and when they do not."""
    away = []
    for exact in (True, False):
        running = running_backbone(graph, exact)
        found = [read_words(running, *parts.words, case["words"]) for case in cases]
        away.append(float(np.abs(np.subtract(found, [case["hidden"] for case in cases])).max()))
    return max(away)


def what_4_bits_cost(parts: Parts, exact, words: Path | None) -> dict:
    """``full_check.compared`` on a file of conversations, or on our own sentences."""
    sequences = word_cases() if words is None else partners_words(words, parts)
    on = "our own sentences" if words is None else "what one side says in conversations that nothing was trained on"
    return {"on": on, **compared(parts.language, exact, parts.head(), sequences)}


def backbone_pack(parts: Parts, models: Path, words: Path | None, layers: int | None = None) -> Path:
    """Both graphs, their golden cases and what 4 bits cost: measured on partners' words in a file of conversations
    (``words``), or on our own sentences.

    With ``layers``, a pack of the first so many, to measure what a layer costs; what it lost is not asked.
    """
    graphs = backbone_graphs(parts, layers)
    exact = running_backbone(graphs["fp32"], exact=True)
    cases = golden_states(parts, exact)
    tolerances = {name: tolerance_of([rounding_of(parts, path, cases)]) for name, path in graphs.items()}
    check = None if layers else what_4_bits_cost(parts, exact, words)
    config = AutoConfig.from_pretrained(parts.language)
    kept = layers or config.num_hidden_layers
    largest = largest_tensor(graphs["fp32"])
    folder = parts.fresh(models, "decision-backbone", "" if layers is None else f"-{layers}")
    sizes = []
    for path in graphs.values():
        weights = path.with_name(f"{path.name}.data")
        shutil.copy(path, folder)
        shutil.copy(weights, folder)
        sizes.append(weights.stat().st_size)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(parts.language / name, folder)
    write_json(folder / "golden.json", {"cases": cases})
    parts.describe(
        folder,
        "decision-backbone",
        "Reads the partner's words one after another into a cache; the last state of a word is what the decision "
        "head reads. Matrices and token table in 4 bits.",
        f"{QWEN}{'' if parts.random else ' and pretrained weights, fine-tuned on conversations for Mhm'}.",
        inputs=[
            spec("input_ids", "int64", [1, "n"], "token", "of the new words"),
            spec("attention_mask", "int64", [1, "past+n"], "0..1", "all ones"),
            spec(
                "past_key_values.L.key|value",
                "as `activations`",
                [1, config.num_key_value_heads, "past", config.head_dim],
                "",
                "the cache of layer L; past = 0 at first",
            ),
        ],
        outputs=[
            spec("hidden_states", "as `activations`", [1, "n", config.hidden_size], "", "not normalised"),
            spec(
                "present.L.key|value",
                "as `activations`",
                [1, config.num_key_value_heads, "past+n", config.head_dim],
                "",
                "the longer cache",
            ),
        ],
        variants=[variant("fp16", tolerances["fp16"]), variant("fp32", tolerances["fp32"])],
        cache={
            "layers": kept,
            "heads": config.num_key_value_heads,
            "head_size": config.head_dim,
            "most_words": MOST_WORDS,
            "keep_words": KEEP_WORDS,
        },
        hidden=config.hidden_size,
        architecture={
            "layers": kept,
            "hidden": config.hidden_size,
            "heads": config.num_attention_heads,
            "kv_heads": config.num_key_value_heads,
            "head_size": config.head_dim,
            "vocabulary": config.vocab_size,
        },
        needs=needs(largest, max(sizes)),
        check=check,
        scores=parts.about["scores"],
        tolerance=max(tolerances.values()),
    )
    return folder


def decide(case: dict, parts: Parts, backbone, head) -> dict:
    """What the full decision answers to a line, with the steps between."""
    _, vector = case_condition(case)
    texts = [text for _, _, text in partner(case["words"])]
    hidden = read_words(backbone, *parts.words, texts)
    logits = head.run(None, {"hidden": hidden[None], "condition": vector[None]})[0][0]
    return {
        **case,
        "pieces": [normalise_text(text) for text in texts[cache_start(len(texts) - 1) :]],
        "condition": rounded(vector, 6),
        "p": rounded(softmax(logits.astype(np.float64)), 5),
    }


def head_pack(parts: Parts, models: Path) -> Path:
    """Head and plane with the normalisation in front; golden decisions by the backbone's fp32 graph."""
    folder = parts.fresh(models, "decision-head")
    norm, head = parts.head()
    size = len(norm.weight)
    export_head(Normed(norm, head), size, len(CONDITION), folder / "head.onnx")
    export_plane(head, size, len(CONDITION), folder / "plane.onnx", norm=norm)
    running = session(folder / "head.onnx")
    graphs = backbone_graphs(parts)
    exact = running_backbone(graphs["fp32"], exact=True)
    cases = [decide(case, parts, exact, running) for case in DECISIONS]
    away = []
    for path in graphs.values():
        graph = running_backbone(path)
        found = [decide(case, parts, graph, running)["p"] for case in DECISIONS]
        away.append(float(np.abs(np.subtract(found, [case["p"] for case in cases])).max()))
    write_json(folder / "golden.json", {"cases": cases, "policy_cases": answered()})
    parts.describe(
        folder,
        "decision-head",
        "Turn claim, backchannel or stay silent: FiLM on the backbone's hidden state, which is normalised in the "
        f"graph. plane.onnx is the same for one hidden state [1,{size}] and many conditions.",
        "Made for Mhm.",
        backbone=f"{parts.name('decision-backbone')}@{VERSION}",
        inputs=[
            spec("hidden", "float32", ["b", size], "", "the backbone's hidden state at a word's last token"),
            spec("condition", "float32", ["b", len(CONDITION)], "", "see `condition`: clipped to 0..max, then scaled"),
        ],
        outputs=[
            spec("logits", "float32", ["b", 3], "", "turn_claim, backchannel, stay_silent, for the balanced prior")
        ],
        condition=[part._asdict() for part in CONDITION],
        policy=json.loads((parts.folder / "policy.json").read_text()),
        dials=json.loads((parts.folder / "dials.json").read_text()),
        fitted=parts.about["policy"],
        tolerance=tolerance_of(away),
        scores=parts.about["scores"],
    )
    return folder
