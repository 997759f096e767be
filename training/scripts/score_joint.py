"""Writes docs/results/clips-joint.md: python scripts/score_joint.py OUT_DIR MODELS_DIR DATA_DIR RESULTS_DIR

Maps from sound are scored by ten folds over the sets of the perception study; the context's table never saw them.
DATA_DIR/fica_triads.jsonl is optional.
"""

import json
import sys
from pathlib import Path

import numpy as np

from mhm_training import joint, joint_scores, joint_text
from mhm_training.clips_fit import NAMES
from mhm_training.joint_data import DIMENSIONS, answers, read_clips
from mhm_training.voice_encoder import VoiceEncoder


def gains_of(models: Path, texts: list[str]) -> np.ndarray:
    folder = models / "context-encoder-small" / "1"
    vocabulary = json.loads((folder / "vocabulary.json").read_text())
    scale = np.array(json.loads((folder / "meta.json").read_text())["scale"])
    table = np.frombuffer((folder / "table.bin").read_bytes(), np.int8).reshape(len(vocabulary), -1) * scale
    index = {entry: row for row, entry in enumerate(vocabulary)}
    return np.array([joint_text.gains(table, index, [("you", text)]) for text in texts])


def row(name: str, value: tuple[float, float, float], *others: str) -> str:
    return f"| {name} | {value[0]:.3f} ({value[1]:.3f} to {value[2]:.3f}) | " + " | ".join(others) + " |"


def coverage(models: Path) -> list[str]:
    recordings = json.loads((models / "clips-heart" / "1" / "bank.json").read_text())["recordings"]
    values = np.array([[recording[name] for name in DIMENSIONS] for recording in recordings])
    forms = np.array([NAMES.index(recording["form"]) for recording in recordings])
    lines = [
        f"| {name} | " + " | ".join(f"{mean:.2f} ± {sd:.2f}" for mean, sd in zip(means, sds, strict=True)) + " |"
        for name, means, sds in joint_scores.by_form(forms, values)
    ]
    spans = ", ".join(
        f"{name} {values[:, n].min():.2f} to {values[:, n].max():.2f}" for n, name in enumerate(DIMENSIONS)
    )
    head = ["| form | energy | polarity | surprisal |", "| --- | --- | --- | --- |"]
    return [f"{len(recordings)} recordings; {spans}.", "", *head, *lines]


def main(out: Path, models: Path, data: Path, results: Path) -> None:
    encoder = VoiceEncoder(models / "voice-encoder-small" / "1" / "voice.onnx")
    clips = read_clips(data, encoder, out / "measured.npz")
    study = data / "perception"
    told = [json.loads(path.read_text()) for path in sorted(study.glob("*/data.json"))]
    names = [path.parent.name for path in sorted(study.glob("*/data.json"))]
    found = joint_scores.folded(clips, len(names))
    gains = np.repeat(gains_of(models, [item["context_text"] for item in told]), 3, axis=0)
    known = np.eye(18)[clips.form[: 3 * len(names)]]
    fit = {
        kind: joint_scores.first_of(joint_scores.form_gains(gains, forms).reshape(-1, 3))
        for kind, forms in (("heard", found["forms"]), ("known", known))
    }
    human, agreed = joint_scores.people(study, names)
    cross = np.array(
        [
            joint_scores.closest(found["vectors"][3 * n : 3 * n + 3]) == agreed[name]
            for n, name in enumerate(names)
            if name in agreed
        ],
        float,
    )
    right = (found["forms"].argmax(1) == clips.form[: 3 * len(names)]).astype(float)
    rated = answers(study)
    ratings = np.array([np.mean(rated[f"{name}/fb{n}"], axis=0) for name in names for n in range(3)])
    groups = np.arange(3 * len(names)).reshape(-1, 3)
    theirs = f"{human.mean():.3f}"
    rows = [
        row(
            "real one of three, form heard",
            joint_scores.interval(fit["heard"]),
            ".620 (one turn)",
            ".333",
            theirs,
        ),
        row("real one of three, form known", joint_scores.interval(fit["known"]), "-", ".333", theirs),
        row("form heard, of 18", joint_scores.interval(right), "-", ".056", "-"),
        row("cross-lexical triads, >= 80 % agreement", joint_scores.interval(cross), ".663 (WavLM .566)", ".333", "-"),
    ]
    triads = data / "fica_triads.jsonl"
    if triads.exists():
        fitted = joint.fit(clips)
        inputs = fitted.inputs(clips.voice, clips.prosody)
        forms = fitted.forms(inputs)
        vectors = fitted.vectors(inputs, forms, fitted.affects(inputs, forms))[3 * len(names) :]
        stems = [path.stem for path in sorted((data / "fica").rglob("*.flac"))]
        hits = joint_scores.triads(triads, dict(zip(stems, vectors, strict=True)))
        rows.append(
            row("prosodic triads, FiCa, unanimous", joint_scores.interval(hits), ".759 (WavLM .708)", ".333", "-")
        )
    paper = (".465", ".341", ".552")
    for n, name in enumerate(DIMENSIONS):
        value = joint_scores.r2_interval(ratings[:, n], found["affect"][:, n], groups)
        rows.append(row(f"R2 {name}", value, paper[n], "0", "-"))
    text = [
        "## The joint space",
        "",
        f"`training/runs/small-joint.sh`. {len(names)} sets of the perception study, ten folds over sets; the",
        "context's table saw Switchboard only. 95 % intervals by bootstrap over sets. FiCa's published dimensions,",
        "which help the affect model, come from the study's own model, whose probes were fitted on the study's",
        "ratings. The weights of a vector's three parts were chosen with a look at both kinds of triads.",
        "",
        "| measure | value | paper | chance | people |",
        "| --- | --- | --- | --- | --- |",
        *rows,
        "",
        "Not repeated here: perplexities and top-10 % accuracy on Fisher (Tables 1 to 3), Fisher's prosodic triads",
        "(Table 4) and five turns of Fisher context (Table 5): recordings and transcripts are not freely available.",
        "",
        "### The bank as the affect model rates it",
        "",
        *coverage(models),
    ]
    (results / "clips-joint.md").write_text("\n".join(text) + "\n")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:5]))
