"""meta.json and golden.json of the two packs of recordings."""

import json
from pathlib import Path

import soundfile

from .pack import write_json, write_pack
from .prosody import rms_db

COMMAND = "training/runs/small-clips.sh OUT_DIR [DATA_DIR]"
UPSTREAM = (
    "hibari-tts==0.2.1 (PyPI), voice heart, hibari/assets/hibari.onnx sha256 "
    "{voice}; checked with moonshine-voice==0.0.49 (PyPI), tiny-en"
)
TOLERANCE = 0.01
GOLDEN_FILES = 3
BANK = Path("clips-heart", "4")
"""Below the folder of packs."""
FIT, GOLDEN = "form-fit.json", "golden.json"


def golden_recordings(folder: Path) -> list[dict]:
    """What the first, the middle and the last recording decode to: samples, and the level of the active part."""
    recordings = sorted(folder.glob("*.flac"))
    chosen = [recordings[n * (len(recordings) - 1) // (GOLDEN_FILES - 1)] for n in range(GOLDEN_FILES)]
    decoded = {path.name: soundfile.read(path) for path in chosen}
    return [
        {"file": name, "samples": len(audio), "rate_hz": rate, "rms_db": round(rms_db(audio, rate), 3)}
        for name, (audio, rate) in decoded.items()
    ]


def _voice_hash() -> str:
    from hibari.voices import sha256_of, voice_path

    return sha256_of(voice_path("heart"))


def describe(folder: Path, kind: str, description: str, cases: list[dict], scores: list[dict]) -> None:
    """Writes golden.json and meta.json."""
    write_json(folder / GOLDEN, {"cases": cases, "recordings": golden_recordings(folder)})
    write_pack(
        folder,
        {
            "kind": kind,
            "set": "small",
            "licence": {"spdx": "Apache-2.0", "file": "LICENSE", "notice": "NOTICE"},
            "upstream": UPSTREAM.format(voice=_voice_hash()),
            "made": COMMAND,
            "description": description,
            "inputs": [],
            "outputs": [
                {
                    "name": "recording",
                    "dtype": "int16",
                    "shape": ["samples"],
                    "unit": "1/32768 of full scale",
                    "description": "24 kHz mono FLAC",
                }
            ],
            "tolerance": TOLERANCE,
            "golden": GOLDEN,
            "scores": scores,
        },
    )


def describe_bank(folder: Path) -> None:
    """The clip bank as it lies in `folder`, with the fitted table of forms where there is one."""
    bank = json.loads((folder / "bank.json").read_text())
    recordings = bank["recordings"]
    judged = [recording["recognised"] for recording in recordings if recording["recognised"] is not None]
    scores = [
        {"name": "recordings", "value": len(recordings), "on": f"{len(bank['forms'])} forms"},
        {
            "name": "recognised",
            "value": round(sum(judged) / len(judged), 3),
            "on": "share of 4 listenings of each (alone, after three phrases) in which Moonshine tiny wrote the form",
        },
    ]
    cases: list[dict] = []
    if (folder / FIT).exists():
        fitted = json.loads((folder / FIT).read_text())
        cases = fitted.pop("golden")
        scores += [{"name": name, **score} for name, score in fitted["scores"].items()]
        write_json_compact(folder / FIT, {**fitted, "golden": cases})
    describe(
        folder,
        "clip-bank",
        "Backchannels of one voice: 18 forms, each in several deliveries, and a table that says which form fits the "
        "partner's last words",
        cases,
        scores,
    )


def write_json_compact(path: Path, value: dict) -> None:
    """One key a line: the weights would take a thousand lines otherwise."""
    rows = [f" {json.dumps(key)}: {json.dumps(part, ensure_ascii=False)}" for key, part in value.items()]
    path.write_text("{\n" + ",\n".join(rows) + "\n}\n")
