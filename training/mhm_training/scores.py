"""Figures of a classifier of three classes."""

import numpy as np
from sklearn.metrics import roc_auc_score

from .labels import CLAIM_KINDS, CLASSES, TURN_CLAIM


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


def claim_scores(kinds: np.ndarray, p: np.ndarray) -> dict:
    """What claims of each kind are taken for: how many there are, and the share of each predicted class."""
    result = {}
    for index, name in enumerate(CLAIM_KINDS):
        guessed = np.bincount(p[kinds == index].argmax(1), minlength=3)
        shares = guessed / max(1, guessed.sum())
        result[name] = {"windows": int(guessed.sum())} | {
            f"taken for {label}": round(float(share), 4) for label, share in zip(CLASSES, shares, strict=True)
        }
    return result


def claim_ranks(labels: np.ndarray, kinds: np.ndarray, p: np.ndarray) -> dict:
    """AUC of a claim's probability, claims of each kind against every moment without a claim."""
    rest = labels != TURN_CLAIM
    result = {}
    for index, name in enumerate(CLAIM_KINDS):
        rows = rest | (kinds == index)
        if 0 < (kinds == index).sum() < rows.sum():
            result[name] = round(float(roc_auc_score(kinds[rows] == index, p[rows, TURN_CLAIM])), 4)
    return result


def at_prior(p: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Probabilities for classes as frequent as ``shares`` [3] from those for the balanced prior."""
    weighed = p * shares
    return weighed / weighed.sum(1, keepdims=True)


def calibration(labels: np.ndarray, p: np.ndarray, bins: int = 10) -> dict:
    """Each class's expected calibration error over bins of equal size, and the bins: mean probability, share, size."""
    result = {}
    for k, name in enumerate(CLASSES):
        order = np.array_split(np.argsort(p[:, k], kind="stable"), bins)
        rows = [(float(p[part, k].mean()), float((labels[part] == k).mean()), len(part)) for part in order]
        error = sum(size * abs(mean - share) for mean, share, size in rows) / len(labels)
        result[name] = {
            "ece": round(error, 4),
            "bins": [[round(mean, 4), round(share, 4), size] for mean, share, size in rows],
        }
    return result
