"""Speech whose word times are known, for the tests of the words stage: python scripts/make_speech_fixtures.py

espeak-ng speaks, its events tell when; a little noise takes the place of a room. The output is free of espeak-ng's
licence.
"""

import json
from pathlib import Path

import numpy as np
import soundfile

from mhm_training.espeak import Espeak

TARGET = Path(__file__).parents[2] / "src/testing/fixtures/speech"
RATE_HZ = 16_000
QUIET_S = 0.5
NOISE = 3e-4

# name: (voice, words a minute, pitch, sentence)
SENTENCES = {
    "lake": ("en-us", 160, 45, "I think the weather will be nice tomorrow, so we could go to the lake."),
    "hospital": ("en-gb+f2", 180, 60, "My brother works in a hospital and he really likes his job."),
    "dinner": ("en-us", 170, 50, "Yesterday we cooked a big dinner for all of our friends."),
    "book": ("en-us", 150, 40, "Honestly, I would rather stay at home and read a book."),
    "train": ("en-us", 165, 55, "The train was late again, so I missed the meeting."),
    "story": (
        "en-us",
        165,
        45,
        "Last summer we drove to the coast with my sister and her two kids. "
        "It was very hot, and the car broke down on the way, so we waited for three hours.",
    ),
}


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    espeak = Espeak()
    for number, (name, (voice, speed, pitch, text)) in enumerate(SENTENCES.items()):
        audio, words = espeak.say(text, voice, speed, pitch, RATE_HZ)
        quiet = np.zeros(int(QUIET_S * RATE_HZ), np.float32)
        audio = np.concatenate([quiet, audio / np.abs(audio).max() * 0.5, quiet])
        audio += np.random.default_rng(number).normal(0, NOISE, len(audio))
        soundfile.write(TARGET / f"{name}.flac", audio, RATE_HZ, format="FLAC", subtype="PCM_16")
        times = [
            {
                "text": word.text,
                "start_ms": round(word.start_ms + QUIET_S * 1000),
                "end_ms": round(word.end_ms + QUIET_S * 1000),
            }
            for word in words
        ]
        (TARGET / f"{name}.json").write_text(json.dumps({"text": text, "words": times}, indent=2) + "\n")


if __name__ == "__main__":
    main()
