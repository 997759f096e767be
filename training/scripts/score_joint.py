"""Writes clips-joint.md and clips-coverage.svg: python scripts/score_joint.py OUT_DIR MODELS_DIR DATA_DIR RESULTS_DIR

Maps from sound are scored by ten folds over the sets of the perception study; the context's table never saw them.
Reads OUT_DIR/val.jsonl (scripts/read_switchboard.py). DATA_DIR/fica_triads.jsonl is optional.
"""

import json
import sys
from pathlib import Path

import numpy as np

from mhm_training import clips_coverage, joint, joint_scores, joint_text
from mhm_training import joint_ablations as ablations
from mhm_training.clips_pack import BANK
from mhm_training.corpus import read_conversations
from mhm_training.joint import Clips
from mhm_training.joint_contexts import contexts
from mhm_training.joint_data import DIMENSIONS, answers, read_clips
from mhm_training.joint_packs import MEASURED, ears_of

TABLE_6 = {
    "form": (".193", ".204", ".432"),
    "prosody": (".118", ".028", ".156"),
    "form and prosody": (".240", ".237", ".473"),
    "voice encoder": (".406 (WavLM)", ".287 (WavLM)", ".502 (WavLM)"),
    "all, as shipped (form heard)": (".465", ".341", ".552"),
}
"""The paper's: lexical, prosody, both, WavLM, joint model."""


def table_of(models: Path) -> tuple[np.ndarray, dict[str, int]]:
    """The context encoder's table and where each entry lies."""
    folder = models / "context-encoder-small" / "1"
    vocabulary = json.loads((folder / "vocabulary.json").read_text())
    scale = np.array(json.loads((folder / "meta.json").read_text())["scale"])
    table = np.frombuffer((folder / "table.bin").read_bytes(), np.int8).reshape(len(vocabulary), -1) * scale
    return table, {entry: row for row, entry in enumerate(vocabulary)}


def gains_of(models: Path, texts: list[str]) -> np.ndarray:
    table, index = table_of(models)
    return np.array([joint_text.gains(table, index, [("you", text)]) for text in texts])


def row(name: str, value: tuple[float, float, float], *others: str) -> str:
    return f"| {name} | {value[0]:.3f} ({value[1]:.3f} to {value[2]:.3f}) | " + " | ".join(others) + " |"


def gallery_row(name: str, hits: np.ndarray, rank: np.ndarray, reciprocal: np.ndarray, *others: str) -> str:
    top = joint_scores.interval(hits)
    figures = f"{top[0]:.3f} ({top[1]:.3f} to {top[2]:.3f}) | {np.median(rank):.0f} | {reciprocal.mean():.4f}"
    return f"| {name} | {figures} | " + " | ".join(others) + " |"


def chance_row(count: int) -> str:
    """A gallery in random order."""
    return f"| chance, {count} | .100 | {(count + 1) / 2:.0f} | {(1 / np.arange(1, count + 1)).mean():.4f} | .100 |"


def galleries(out: Path, models: Path, gains: np.ndarray, kinds: dict[str, np.ndarray]) -> list[str]:
    """The study's clips by their sound, and Switchboard's held-out backchannels by their form."""
    table, index = table_of(models)
    found = [item for talk in read_conversations(out / "val.jsonl") for item in contexts(talk)]
    own = np.arange(0, 3 * len(gains), 3)
    rows = []
    for name, forms in kinds.items():
        unit = forms / np.linalg.norm(forms, axis=1, keepdims=True)
        scores = (gains - gains.mean(1, keepdims=True)) @ unit.T
        rows.append(gallery_row(f"study, one utterance, form {name}", *ablations.places(scores, own), "-"))
    rows.append(chance_row(3 * len(gains)))
    paper = {1: ".399", 3: ".465", 5: ".498"}
    for turns, got in ablations.by_turns(table, index, found).items():
        name = f"Switchboard, {turns} turn{'s' if turns > 1 else ''}"
        rows.append(gallery_row(name, got["top"], got["rank"], got["reciprocal"], paper[turns]))
    rows.append(chance_row(ablations.GALLERY))
    return [
        "### The true clip in a fixed gallery",
        "",
        f"Study: its {3 * len(gains)} clips for each of {len(gains)} contexts. Switchboard: {ablations.GALLERY}",
        "held-out backchannels for each other's contexts, by form alone: they have no sound here. Clips that tie are",
        "taken in random order. Paper: LLaMA 3.1 8B on Fisher, text and voice (Table 3), batches up to 8192.",
        "",
        "| gallery and context | in the top 10 % | median rank | MRR | paper |",
        "| --- | --- | --- | --- | --- |",
        *rows,
        "",
    ]


def probe_lines(clips: Clips, found: dict, ratings: np.ndarray) -> list[str]:
    """Affect from parts of what is known, beside Table 6."""
    groups = np.arange(len(ratings)).reshape(-1, 3)
    got = {**ablations.probes(clips, len(groups)), "all, as shipped (form heard)": found["affect"]}
    rows = []
    for name, values in got.items():
        cells = []
        for n in range(3):
            value, low, high = joint_scores.r2_interval(ratings[:, n], values[:, n], groups)
            cells.append(f"{value:.3f} ({low:.3f} to {high:.3f}) | {TABLE_6[name][n]}")
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    head = "| from | " + " | ".join(f"{name} | paper" for name in DIMENSIONS) + " |"
    return ["### Affect from parts (R2)", "", head, "|" + " --- |" * 7, *rows, ""]


def main(out: Path, models: Path, data: Path, results: Path) -> None:
    clips = read_clips(data, ears_of(models), out / MEASURED)
    study = data / "perception"
    told = [json.loads(path.read_text()) for path in sorted(study.glob("*/data.json"))]
    names = [path.parent.name for path in sorted(study.glob("*/data.json"))]
    found = joint_scores.folded(clips, len(names))
    single = gains_of(models, [item["context_text"] for item in told])
    gains = np.repeat(single, 3, axis=0)
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
    recordings = json.loads((models / BANK / "bank.json").read_text())["recordings"]
    text = [
        "## The joint space",
        "",
        f"`training/runs/small-joint.sh`. {len(names)} sets of the perception study, ten folds over sets; the",
        "context's table saw Switchboard only. 95 % intervals by bootstrap over sets. FiCa's published dimensions,",
        "which help the affect model, come from the study's own model, whose probes were fitted on the study's",
        "ratings. The blocks and speeds at which a voice is heard, and the weights of a vector's three parts, were",
        "chosen with a look at these folds and at both kinds of triads.",
        "",
        "| measure | value | paper | chance | people |",
        "| --- | --- | --- | --- | --- |",
        *rows,
        "",
        *galleries(out, models, single, {"heard": found["forms"], "known": known}),
        *probe_lines(clips, found, ratings),
        "Text, voice, both: the partner's last second of voice did not predict the answer (training/LOG.md), so the",
        "context is text alone.",
        "",
        "Not repeated here: perplexities and top-10 % accuracy on Fisher (Tables 1 to 3), Fisher's prosodic triads",
        "(Table 4) and five turns of Fisher context (Table 5): recordings and transcripts are not freely available.",
        "",
        "### The bank as the affect model rates it",
        "",
        f"`models/{BANK.as_posix()}`. Paper: its Table 9, people's median ratings of real backchannels.",
        "",
        "![energy, polarity and surprisal of the recordings, by form](clips-coverage.svg)",
        "",
        *clips_coverage.table(recordings, found["affect"]),
    ]
    (results / "clips-coverage.svg").write_text(clips_coverage.figure(recordings))
    (results / "clips-joint.md").write_text("\n".join(text) + "\n")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:5]))
