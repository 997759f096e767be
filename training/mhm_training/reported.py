"""The figures that score_decision.py left in OUT_DIR."""

import json
from pathlib import Path


def balanced_figures(out: Path) -> dict:
    """The balanced scores, with the history as training hides it."""
    return json.loads((out / "scores.json").read_text())["balanced"]
