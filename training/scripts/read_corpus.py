"""Reads CANDOR, MM-F2F or Fisher into one JSONL of neutral conversations a split.

python scripts/read_corpus.py candor DATA_DIR OUT_DIR
python scripts/read_corpus.py mm-f2f DATA_DIR OUT_DIR
python scripts/read_corpus.py fisher DATA_DIR OUT_DIR [ALIGNMENTS_DIR]

Writes train.jsonl, val.jsonl and test.jsonl (MM-F2F: its own splits, and labelled-*.jsonl; the others 18 : 1 : 1 by
conversation). A file that is broken is named on stderr, left out and counted. DATA_DIR is described in the module
mhm_training/{candor,mmf2f,fisher}.py. Exits with 1 when nothing could be read.
"""

import json
import sys
from functools import partial
from pathlib import Path

from mhm_training import candor, fisher, mmf2f
from mhm_training.reading import SPLITS, BrokenFile, read_all, split_of


def write_lines(path: Path, items: list[dict]) -> None:
    with path.open("w") as lines:
        for item in items:
            lines.write(json.dumps(item, separators=(",", ":")) + "\n")


def read(corpus: str, data: Path, alignments: Path | None) -> tuple[dict[str, list[dict]], list[str]]:
    """Conversations by split, and a sentence for each that was left out."""
    if corpus == "mm-f2f":
        return mmf2f.read_videos(data)
    if corpus == "candor":
        found, broken = read_all(candor.conversation_folders(data), candor.read_conversation)
    elif corpus == "fisher":
        found, broken = read_all(fisher.transcripts(data), partial(fisher.read_conversation, alignments=alignments))
    else:
        raise SystemExit(f"There is no reader for {corpus}: say candor, mm-f2f or fisher.")
    splits: dict[str, list[dict]] = {split: [] for split in SPLITS}
    for conversation in found:
        splits[split_of(conversation["id"])].append(conversation)
    return splits, broken


def read_labelled(data: Path, out: Path) -> list[str]:
    """Writes MM-F2F's own labelled rows; returns a sentence for each row left out."""
    broken = []
    for split in SPLITS:
        try:
            rows, left = mmf2f.labelled_rows(data / "preprocess" / f"{split}.csv")
        except (BrokenFile, OSError, UnicodeDecodeError):
            continue  # Named already, with the videos.
        write_lines(out / f"labelled-{split}.jsonl", rows)
        broken += left
    return broken


def main(corpus: str, data: Path, out: Path, alignments: Path | None = None) -> None:
    splits, broken = read(corpus, data, alignments)
    out.mkdir(parents=True, exist_ok=True)
    if corpus == "mm-f2f":
        broken += read_labelled(data, out)
    for sentence in broken:
        print(f"left out: {sentence}", file=sys.stderr)
    counts = {split: len(items) for split, items in splits.items()}
    print(json.dumps({"conversations": counts, "left_out": len(broken)}))
    if not any(counts.values()):
        raise SystemExit(
            f"Nothing could be read in {data}: compare it with the top of mhm_training/{corpus.replace('-', '')}.py."
        )
    for split, items in splits.items():
        write_lines(out / f"{split}.jsonl", items)


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        raise SystemExit(__doc__)
    main(sys.argv[1], *(Path(argument) for argument in sys.argv[2:]))
