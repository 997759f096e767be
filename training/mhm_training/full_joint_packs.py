"""The full set's packs of sound: WavLM, the joint space, affect, and the clip bank measured by them."""

import json
import shutil
from pathlib import Path

import numpy as np
import onnx

from .clips_pack import golden_recordings
from .export import session
from .full_affect import SCALE, affect_of, fit_affect
from .full_graph import largest_tensor
from .full_parts import VERSION, Parts, needs, rounded, tolerance_of, variant
from .full_voice import LEAST_SAMPLES, MOST_SAMPLES, export_voice, made_sound, pooled, to_half
from .joint_data import DIMENSIONS, load
from .joint_full import TEMPERATURE, voice_model
from .joint_projection import export_projection
from .pack import spec, write_json

MASK_LENGTHS = (16_000, 11_025, 4_000, LEAST_SAMPLES)
SOUND_SAMPLES = 16_000
GOLDEN_RECORDINGS = 2
# As its authors' repository (microsoft/UniSpeech) has it; its model card points there.
WAVLM_LICENCE = """WavLM base-plus, Microsoft Corporation.
Creative Commons Attribution-ShareAlike 3.0 Unported: https://creativecommons.org/licenses/by-sa/3.0/legalcode
"""
# The tiny set's bank: one recording of each of a few forms.
FEW = ("mhm", "yeah", "okay", "oh", "right", "really", "wow", "uh-huh")


def save_apart(graph: onnx.ModelProto, path: Path) -> None:
    """Writes a graph with its weights in ``path``.data, so that a page can read them piece by piece."""
    location = f"{path.name}.data"
    path.with_name(location).unlink(missing_ok=True)
    onnx.save_model(graph, path, save_as_external_data=True, all_tensors_to_one_file=True, location=location)


def voice_pack(parts: Parts, models: Path) -> Path:
    """Both graphs, and golden vectors of a made sound cut at several lengths."""
    folder = parts.fresh(models, "voice-encoder")
    licence = {}
    if not parts.random:
        (folder / "LICENSE").write_text(WAVLM_LICENCE)
        licence = {"licence": {"spdx": "CC-BY-SA-3.0", "file": "LICENSE", "notice": "NOTICE"}}
    encoder = voice_model(str(parts.folder / "voice"))
    whole, half = (parts.graphs("voice-encoder") / f"{name}.onnx" for name in ("fp32", "fp16"))
    export_voice(encoder, whole)
    to_half(whole, half)
    for path in (whole, half):
        save_apart(onnx.load(path), path)
        shutil.copy(path, folder)
        shutil.copy(path.with_name(f"{path.name}.data"), folder)
    sound = made_sound(SOUND_SAMPLES)
    found = {
        path.stem: [pooled(session(path), sound[:length], SOUND_SAMPLES) for length in MASK_LENGTHS]
        for path in (whole, half)
    }
    cases = [
        {"samples": "made", "length": length, "pooled": rounded(vector)}
        for length, vector in zip(MASK_LENGTHS, found["fp32"], strict=True)
    ]
    formula = " ".join(made_sound.__doc__.split("\n\n")[1].split())
    write_json(
        folder / "golden.json", {"sound": {"samples": SOUND_SAMPLES, "seed": 1, "formula": formula}, "cases": cases}
    )
    rounding = float(np.abs(np.subtract(found["fp16"], found["fp32"])).max())
    tolerances = {"fp16": tolerance_of([rounding]), "fp32": tolerance_of([0.0])}
    size = encoder.config.hidden_size
    parts.describe(
        folder,
        "voice-encoder",
        "The mean of WavLM's last layer over a sound; what is masked changes nothing.",
        "WavLM base-plus, by Microsoft: architecture"
        + ("." if parts.random else " and pretrained weights, unchanged but for their number format."),
        inputs=[
            spec("samples", "float32", [1, "n"], "-1..1", f"16 kHz; n in {LEAST_SAMPLES}..{MOST_SAMPLES}"),
            spec("mask", "float32", [1, "n"], "0..1", f"1 = sound, at least {LEAST_SAMPLES}; then 0 = padding"),
        ],
        outputs=[spec("pooled", "float32", [1, size], "", "mean of the last layer")],
        variants=[variant(name, tolerances[name]) for name in ("fp16", "fp32")],
        architecture={
            "layers": encoder.config.num_hidden_layers,
            "hidden": size,
            "heads": encoder.config.num_attention_heads,
        },
        rate_hz=16_000,
        least_samples=LEAST_SAMPLES,
        most_samples=MOST_SAMPLES,
        hidden=size,
        needs=needs(largest_tensor(whole), whole.with_name("fp32.onnx.data").stat().st_size),
        tolerance=max(tolerances.values()),
        **licence,
    )
    return folder


class Measured:
    """The shipped recordings as this set's encoder hears them."""

    def __init__(self, bank: Path, parts: Parts) -> None:
        self.folder = bank
        self.bank = json.loads((bank / "bank.json").read_text())
        running = session(parts.graphs("voice-encoder") / "fp32.onnx", threads=2)
        self.pooled = {
            recording["file"]: pooled(running, load(bank / recording["file"]).astype(np.float32))
            for recording in self.bank["recordings"]
        }

    def vectors(self, joint: Path) -> dict[str, np.ndarray]:
        running = session(joint / "recording.onnx")
        return {
            file: running.run(None, {"states": states[None]})[0][0].astype(float)
            for file, states in self.pooled.items()
        }


def joint_pack(parts: Parts, models: Path, measured: Measured) -> Path:
    """The projections, where each form lies by the bank's recordings, and golden cases."""
    folder = parts.fresh(models, "joint")
    heads = parts.joint()
    widths = {"context": next(iter(heads.context)).in_features, "recording": heads.recording.in_features}
    golden = {}
    rng = np.random.default_rng(0)
    for name, width in widths.items():
        made = np.round(rng.normal(size=(GOLDEN_RECORDINGS, width)), 3).astype(np.float32)
        vectors = export_projection(getattr(heads, name), made, folder / f"{name}.onnx")
        golden[f"{name}s"] = [
            {"states": rounded(row, 3), "vector": rounded(vector, 5)} for row, vector in zip(made, vectors, strict=True)
        ]
    write_json(folder / "golden.json", golden)
    vectors = measured.vectors(folder)
    forms = {}
    for form in measured.bank["forms"]:
        mean = np.mean([vectors[item["file"]] for item in measured.bank["recordings"] if item["form"] == form], axis=0)
        forms[form] = rounded(mean / np.linalg.norm(mean), 5)
    hidden = widths["context"] - widths["recording"]
    parts.describe(
        folder,
        "joint",
        "One space for contexts and recordings. A context is the decision backbone's hidden state at the partner's "
        "last word, then the voice encoder's mean over the partner's last second.",
        "Made for Mhm.",
        inputs=[
            spec("context.states", "float32", ["n", widths["context"]], "", f"{hidden} of the words, then the voice"),
            spec("recording.states", "float32", ["n", widths["recording"]], "", "the voice encoder's mean"),
        ],
        outputs=[spec("vector", "float32", ["n", heads.recording.out_features], "", "unit length")],
        backbone=f"{parts.name('decision-backbone')}@{VERSION}",
        voice=f"{parts.name('voice-encoder')}@{VERSION}",
        temperature=TEMPERATURE,
        forms=forms,
        tolerance=0.001,
        scores=parts.about["scores"],
    )
    return folder


def affect_pack(parts: Parts, models: Path, measured: Measured) -> Path:
    """How a recording sounds, from the voice encoder's mean."""
    folder = parts.fresh(models, "affect")
    given = parts.folder / "affect.json"
    recordings = measured.bank["recordings"]
    states = np.array([measured.pooled[item["file"]] for item in recordings])
    if given.exists():
        fitted, source = json.loads(given.read_text()), "the perception study of arXiv 2604.16622"
    else:
        fitted = fit_affect(states, np.array([[item[name] for name in DIMENSIONS] for item in recordings]))
        source = "what the small set says of its own recordings"
    fitted = {"dimensions": list(DIMENSIONS), "scale": SCALE} | {
        key: np.round(np.asarray(fitted[key], float), 6).tolist() for key in ("weights", "bias")
    }
    write_json(folder / "affect.json", fitted)
    cases = [
        {"pooled": rounded(row), "affect": rounded(affect_of(fitted, row), 3)} for row in states[:GOLDEN_RECORDINGS]
    ]
    write_json(folder / "golden.json", {"cases": cases})
    parts.describe(
        folder,
        "affect",
        f"How a recording sounds to listeners, 1 to 5: ridge regression on the voice encoder's mean, from {source}.",
        "Made for Mhm.",
        dimensions=list(DIMENSIONS),
        voice=f"{parts.name('voice-encoder')}@{VERSION}",
        inputs=[spec("pooled", "float32", [states.shape[1]], "", "the voice encoder's mean")],
        outputs=[spec("affect", "float32", [len(DIMENSIONS)], "1..5", "clipped to the scale")],
        tolerance=0.02,
    )
    return folder


def bank_pack(parts: Parts, models: Path, measured: Measured, joint: Path, affect: Path, few: bool) -> Path:
    """The shipped recordings with the vectors and ratings of this set's encoders; ``few``: one each of some forms."""
    folder = parts.fresh(models, "clips-heart")
    source = json.loads((measured.folder / "meta.json").read_text())
    recordings = measured.bank["recordings"]
    if few:
        first = {item["form"]: item for item in reversed(recordings) if "-short-" in item["file"]}
        recordings = [first[form] for form in FEW if form in first]
    vectors = measured.vectors(joint)
    fitted = json.loads((affect / "affect.json").read_text())
    for item in recordings:
        shutil.copy(measured.folder / item["file"], folder)
        felt = affect_of(fitted, measured.pooled[item["file"]])
        item["vector"] = rounded(vectors[item["file"]])
        item |= {name: round(float(value), 2) for name, value in zip(DIMENSIONS, felt, strict=True)}
    forms = sorted({item["form"] for item in recordings})
    by = " ".join(f"{parts.name(name)}@{VERSION}" for name in ("voice-encoder", "joint", "affect"))
    write_json(folder / "bank.json", {**measured.bank, "forms": forms, "recordings": recordings, "encoder": by})
    write_json(folder / "golden.json", {"cases": [], "recordings": golden_recordings(folder)})
    notice = (measured.folder / "NOTICE").read_text().strip()
    parts.describe(
        folder,
        "clip-bank",
        f"Backchannels of one voice, those of {source['name']}@{source['version']}, in this set's joint space.",
        notice,
        inputs=[],
        outputs=source["outputs"],
        tolerance=source["tolerance"],
        recordings=f"{source['name']}@{source['version']}: {source['upstream']}",
        scores=[{"name": "recordings", "value": len(recordings), "on": f"{len(forms)} forms"}],
    )
    return folder
