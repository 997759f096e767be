"""What training leaves for the full set, and what its packs say alike.

The parts: ``language/`` (causal language model and tokenizer), ``voice/`` (WavLM), ``head.pt``, ``joint.pt``,
``policy.json``, ``dials.json``, ``parts.json`` and, where it was fitted, ``affect.json``.
"""

import json
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import AutoTokenizer

from .full_windows import opening_tokens, word_tokens
from .joint_full import Heads
from .model import Head
from .pack import write_pack
from .windows import CONDITION

VERSION = "1"
ROOT = Path(__file__).parents[2]
# A tolerance is this many times what rounding did to the golden cases here: other kernels round elsewhere.
ROOM = 3.0
LEAST_TOLERANCE = 0.02
"""Sums in another order."""
# The weights, and about a third of them again: caches, activations and the runtime's own buffers.
WORKING_SHARE = 1.3


@dataclass(frozen=True)
class Parts:
    """Where the parts lie, and what is said of them (see ``parts.json``)."""

    folder: Path
    about: dict

    @staticmethod
    def read(folder: Path) -> "Parts":
        return Parts(folder, json.loads((folder / "parts.json").read_text()))

    @property
    def language(self) -> Path:
        return self.folder / "language"

    @cached_property
    def words(self) -> tuple:
        """How words become tokens, and the opening token where there is one."""
        tokenizer = AutoTokenizer.from_pretrained(self.language)
        return word_tokens(tokenizer), opening_tokens(tokenizer)

    def name(self, what: str) -> str:
        return f"{what}-{self.about['set']}"

    def graphs(self, what: str) -> Path:
        """Where the graphs of one pack are made and read whole; in the pack their weights lie in pieces."""
        folder = self.folder / "graphs" / what
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def random(self) -> bool:
        return self.about["weights"] == "random"

    def fresh(self, models: Path, what: str, suffix: str = "") -> Path:
        """An empty folder for one pack, with its licence."""
        folder = models / f"{self.name(what)}{suffix}" / VERSION
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copy(ROOT / "LICENSE", folder / "LICENSE")
        return folder

    def head(self) -> tuple[nn.Module, Head]:
        """The normalisation of the hidden vector, and the head."""
        state = torch.load(self.folder / "head.pt", weights_only=True)
        size = len(state["norm"]["weight"])
        norm, head = nn.LayerNorm(size), Head(size, len(CONDITION))
        norm.load_state_dict(state["norm"])
        head.load_state_dict(state["head"])
        return norm.eval(), head.eval()

    def joint(self) -> Heads:
        """The two projections of the joint space."""
        saved = torch.load(self.folder / "joint.pt", weights_only=True)
        heads = Heads(**saved["shape"])
        heads.load_state_dict(saved["state"])
        return heads.eval()

    def describe(self, folder: Path, kind: str, description: str, notice: str, **more: object) -> None:
        """Writes NOTICE and meta.json."""
        said = "Random weights: this knows nothing and serves measurement and tests. " if self.random else ""
        (folder / "NOTICE").write_text(f"{notice}\n{said.strip()}\n" if said else f"{notice}\n")
        write_pack(
            folder,
            {
                "kind": kind,
                "set": self.about["set"],
                "licence": {"spdx": "Apache-2.0", "file": "LICENSE", "notice": "NOTICE"},
                "upstream": self.about["upstream"],
                "made": self.about["made"],
                "weights": self.about["weights"],
                "description": said + description,
                "golden": "golden.json",
                **more,
            },
        )


def rounded(values: object, digits: int = 4) -> list:
    return np.round(np.asarray(values, float), digits).tolist()


def tolerance_of(differences: list[float]) -> float:
    return round(max(LEAST_TOLERANCE, ROOM * max(differences)), 3)


def variant(name: str, tolerance: float, **more: object) -> dict:
    """How one graph of a pack is named and what it needs."""
    half = name == "fp16"
    return {
        "graph": f"{name}.onnx",
        "weights": [f"{name}.onnx.data"],
        "activations": "float16" if half else "float32",
        "needs": ["shader-f16"] if half else [],
        "devices": ["webgpu"] if half else ["webgpu", "wasm"],
        "tolerance": tolerance,
        **more,
    }


def needs(largest: int, weights: int) -> dict:
    """What a graph asks of a GPU, by the bytes of its largest weight and of all."""
    return {"buffer_bytes": largest, "storage_buffer_bytes": largest, "gpu_bytes": round(WORKING_SHARE * weights)}
