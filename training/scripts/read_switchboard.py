"""Reads the unpacked shared Switchboard archive into one JSONL of neutral conversations a split.

python scripts/read_switchboard.py DATA_DIR OUT_DIR
"""

import json
import sys
from pathlib import Path

from mhm_training.switchboard import read_conversation, read_split


def main(data: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for split in ("train", "val"):
        with (out / f"{split}.jsonl").open("w") as lines:
            for conversation in read_split(data, split):
                lines.write(json.dumps(read_conversation(data, conversation), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
