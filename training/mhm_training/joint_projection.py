"""One projection of the joint space as a graph."""

import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn

from .export import OPSET, session


class Projection(nn.Module):
    """A head whose vectors have length 1."""

    def __init__(self, head: nn.Module) -> None:
        super().__init__()
        self.head = head

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        return nn.functional.normalize(self.head(states), dim=-1)


def export_projection(head: nn.Module, states: np.ndarray, path: Path) -> np.ndarray:
    """Writes the graph [n,c] -> [n,size] after comparing it with torch; returns its answers."""
    module = Projection(head).eval()
    given = torch.from_numpy(states)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            (given,),
            str(path),
            input_names=["states"],
            output_names=["vector"],
            dynamic_axes={"states": {0: "n"}, "vector": {0: "n"}},
            opset_version=OPSET,
            dynamo=False,
        )
        wanted = module(given).numpy()
    onnx.checker.check_model(onnx.load(path))
    got = session(path).run(None, {"states": states})[0]
    np.testing.assert_allclose(got, wanted, atol=1e-4)
    return got
