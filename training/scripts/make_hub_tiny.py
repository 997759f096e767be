"""Writes recognisers with random weights for the browser tests: python scripts/make_hub_tiny.py FOLDER"""

import logging
import sys
from pathlib import Path

from mhm_training.hub_tiny import write_moonshine, write_whisper


def main(root: Path) -> None:
    # The exporter tells of every library that it could export and does not find.
    logging.disable(logging.WARNING)
    community = root / "onnx-community"
    write_moonshine(community / "moonshine-base-ONNX/resolve/main")
    write_whisper(community / "whisper-tiny.en_timestamped/resolve/main")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
