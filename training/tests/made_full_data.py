"""Made talk with sound, and a made perception study, in the shape of the archives that the full set is trained on."""

import csv
import json
from pathlib import Path

import numpy as np
import soundfile

RATE_HZ = 16_000
WORDS = "so we went down to the lake on sunday and it was really cold but i know you think that".split()
ANSWERS = ("yeah", "really", "okay", "wow")


def talk_of(number: int, rng: np.random.Generator) -> dict:
    """Two sides that tell, answer and take turns, as often as it happens to in this talk; nothing can be learnt."""
    sides: list[list] = [[], []]
    share = rng.uniform(0.1, 0.9, 2)
    teller, at = int(rng.integers(2)), 0.3
    for _ in range(24):
        for text in rng.choice(WORDS, rng.integers(2, 7)):
            sides[teller].append([round(at, 3), round(at + 0.22, 3), str(text)])
            at += 0.25
        listener = 1 - teller
        if rng.uniform() < share[listener]:
            sides[listener].append([round(at, 3), round(at + 0.3, 3), str(rng.choice(ANSWERS))])
        at += float(rng.uniform(0.5, 1.6))
        if rng.uniform() < 0.4:
            teller = listener
    found = [{"words": words, "acknowledged": []} for words in sides]
    return {"id": f"m{number:03d}", "duration_s": round(at, 3), "sides": found}


def write_talks(out: Path, audio: Path, train: int, val: int, heard: int, seed: int = 0) -> None:
    """OUT/train.jsonl and val.jsonl, and noise in two channels as the recordings of every ``heard``-th talk."""
    rng = np.random.default_rng(seed)
    for folder in (out, audio):
        folder.mkdir(parents=True, exist_ok=True)
    for name, first, count in (("train", 0, train), ("val", train, val)):
        talks = [talk_of(number, rng) for number in range(first, first + count)]
        (out / f"{name}.jsonl").write_text("".join(f"{json.dumps(talk)}\n" for talk in talks))
        for talk in talks[::heard]:
            sound = rng.normal(0, 0.05, (round(RATE_HZ * (talk["duration_s"] + 1)), 2))
            soundfile.write(audio / f"{talk['id']}.flac", sound, RATE_HZ)


def write_study(folder: Path, sets: int, seed: int = 1) -> None:
    """Sets of three sounds, each with what two people made of it."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(sets):
        name = f"set{number:02d}"
        (folder / name).mkdir(parents=True)
        for clip in range(3):
            soundfile.write(folder / name / f"fb{clip}.flac", rng.normal(0, 0.1, 6_000 + 500 * clip), RATE_HZ)
        for _ in range(2):
            rated = {
                f"fb{clip}.wav": {key: str(rng.integers(1, 6)) for key in ("energy", "polarity", "surprisal")}
                for clip in range(3)
            }
            rows.append({"convo_id": name, "energy_polarity_surprisal": str(rated)})
    with (folder / "ratings.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=["convo_id", "energy_polarity_surprisal"])
        writer.writeheader()
        writer.writerows(rows)
