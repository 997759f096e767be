"""Figures of a classifier of three classes."""

import numpy as np
from sklearn.metrics import roc_auc_score

from .labels import CLASSES


def confusion(labels: np.ndarray, p: np.ndarray) -> list[list[int]]:
    """Counts, a row a true class, a column a predicted one, in the order of CLASSES."""
    table = np.zeros((3, 3), int)
    np.add.at(table, (labels, p.argmax(1)), 1)
    return table.tolist()


def balanced_scores(labels: np.ndarray, p: np.ndarray) -> dict:
    """Accuracy as the mean of the classes' recalls, F1 a class, and the confusion matrix."""
    table = np.array(confusion(labels, p), float)
    recall = table.diagonal() / table.sum(1)
    precision = table.diagonal() / np.maximum(table.sum(0), 1)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    return {
        "windows": len(labels),
        "accuracy": round(float(recall.mean()), 4),
        "f1": {name: round(float(value), 4) for name, value in zip(CLASSES, f1, strict=True)},
        "confusion": confusion(labels, p),
    }


def natural_scores(labels: np.ndarray, p: np.ndarray) -> dict:
    """At the natural rate: each class's share, and how well its probability ranks it above the rest."""
    shares = np.bincount(labels, minlength=3) / len(labels)
    return {
        "windows": len(labels),
        "share": {name: round(float(share), 4) for name, share in zip(CLASSES, shares, strict=True)},
        "auc": {name: round(float(roc_auc_score(labels == k, p[:, k])), 4) for k, name in enumerate(CLASSES)},
    }


def accuracy_interval(labels: np.ndarray, p: np.ndarray, groups: np.ndarray, rng: np.random.Generator) -> list[float]:
    """95 % bootstrap interval of the balanced accuracy, over groups (conversations)."""
    names = np.unique(groups)
    tables = np.stack([np.array(confusion(labels[groups == name], p[groups == name])) for name in names])
    picks = rng.integers(0, len(names), (500, len(names)))
    drawn = tables[picks].sum(1).astype(float)
    accuracy = (np.diagonal(drawn, axis1=1, axis2=2) / drawn.sum(2)).mean(1)
    return [round(float(edge), 4) for edge in np.percentile(accuracy, [2.5, 97.5])]
