"""Turns trained weights into graphs: python scripts/export_decision.py OUT_DIR MODEL_DIR

Writes backbone-fp32.onnx, backbone.onnx (dynamic int8), head.onnx and plane.onnx (the head for many conditions at one
word).
"""

import sys
from pathlib import Path

import torch

from mhm_training.export import export_backbone, export_head, export_plane, quantise
from mhm_training.model import empty_model
from mhm_training.windows import CONDITION


def main(out: Path, source: str) -> None:
    model = empty_model(source, len(CONDITION))
    model.load_state_dict(torch.load(out / "trained.pt", weights_only=True))
    model.eval()
    size = model.backbone.norm.normalized_shape[0]
    export_backbone(model.backbone, out / "backbone-fp32.onnx")
    quantise(out / "backbone-fp32.onnx", out / "backbone.onnx")
    export_head(model.head, size, len(CONDITION), out / "head.onnx")
    export_plane(model.head, size, len(CONDITION), out / "plane.onnx")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
