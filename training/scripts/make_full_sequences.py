"""Writes what the full run trains, chooses and reports on.

python scripts/make_full_sequences.py OUT_DIR BACKBONE [--natural] [--labelled] [--limit N] [--layers N]

OUT_DIR holds train.jsonl and val.jsonl (read_switchboard.py, read_corpus.py); BACKBONE is a folder or a name on the
hub. Judgements are balanced by class and length bin, or left as they fall (--natural). --labelled takes MM-F2F's own
rows and splits in place of conversations (RESPOND, section 4.1). Writes sequences-{train,choose,report}.npz,
dials.json and sequences.json (what they were made with). Without test.jsonl, val is halved: one half chooses, one is
reported on.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from mhm_training.corpus import parts_of
from mhm_training.dials import quantile_table, ratios
from mhm_training.full_model import Missing, backbone_parts, reads_left_to_right
from mhm_training.full_windows import labelled_sequences, opening_tokens, talk_sequences, word_tokens
from mhm_training.pool import balanced, conversation_pool, forget
from mhm_training.windows import scale

SEED = 42
REPORT_LIMIT = 18000


def make_dials(train: list[dict], out: Path) -> tuple[np.ndarray, ...]:
    """The quantile tables of the training listeners, written to dials.json."""
    flat = [pair for conversation in train for pair in ratios(conversation)]
    tables = tuple(quantile_table([pair[k] for pair in flat]) for k in (0, 1))
    stored = {name: {"quantiles": table.tolist()} for name, table in zip(("c_bc", "c_tc"), tables, strict=True)}
    (out / "dials.json").write_text(json.dumps(stored))
    return tables


def from_talks(
    out: Path, encode, opening: list[int], causal: bool, natural: bool, limit: int | None
) -> dict[str, dict]:
    """Sequences of each part, from conversations."""
    conversations = parts_of(out)
    tables = make_dials(conversations["train"], out)
    parts = {}
    for name, talks in conversations.items():
        rng = np.random.default_rng(SEED)
        pool = conversation_pool(talks, [ratios(talk) for talk in talks], tables, SEED)
        most = limit if name == "train" else REPORT_LIMIT
        rows = rng.permutation(len(pool["label"]))[:most] if natural else balanced(pool, rng, most)
        if len(rows) == 0:
            raise SystemExit(f"The {name} part has no judgements: a class is missing from every length bin.")
        condition = scale(forget(pool["raw"][rows], rng))
        noise = SEED if name == "train" else None
        parts[name] = talk_sequences(talks, pool, rows, condition, encode, opening, causal, noise)
    return parts


def from_labelled(out: Path, encode, opening: list[int], limit: int | None) -> dict[str, dict]:
    """Sequences of each part, from MM-F2F's own rows: its val chooses, its test is reported on."""
    parts = {}
    for name, split in (("train", "train"), ("choose", "val"), ("report", "test")):
        with (out / f"labelled-{split}.jsonl").open() as lines:
            items = [json.loads(line) for line in lines]
        parts[name] = labelled_sequences(items[:limit] if name == "train" else items, encode, opening)
    return parts


def main(options: argparse.Namespace) -> None:
    try:
        encoder, tokenizer = backbone_parts(options.backbone, options.layers)
    except Missing as error:
        raise SystemExit(str(error)) from error
    causal = reads_left_to_right(encoder)
    encode, opening = word_tokens(tokenizer), opening_tokens(tokenizer)
    if options.labelled:
        parts = from_labelled(options.out, encode, opening, options.limit)
    else:
        parts = from_talks(options.out, encode, opening, causal, options.natural, options.limit)
    for name, data in parts.items():
        np.savez(options.out / f"sequences-{name}.npz", **data)
    counts = {name: [len(data["offsets"]) - 1, len(data["label"])] for name, data in parts.items()}
    made = {"backbone": options.backbone, "causal": causal, "natural": options.natural or options.labelled,
            "labelled": options.labelled, "sequences_and_judgements": counts}  # fmt: skip
    (options.out / "sequences.json").write_text(json.dumps(made, indent=1))
    print(json.dumps(made))


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("backbone")
    parser.add_argument("--natural", action="store_true")
    parser.add_argument("--labelled", action="store_true")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--layers", type=int)
    return parser


if __name__ == "__main__":
    main(arguments().parse_args())
