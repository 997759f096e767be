"""Bad news, spoken, for the test of what is never said to it: python scripts/make_bad_news.py

The teller of the sample conversation says twenty sentences of our own; `src/testing/fixtures/bad-news` gets a FLAC of
each (16 kHz) and the sentences.
"""

from pathlib import Path

import numpy as np
import soundfile

from mhm_training.pack import write_json
from mhm_training.voice import RATE_HZ, Voice
from mhm_training.voice_recogniser import RECOGNISER_HZ, to_recogniser_rate
from mhm_training.voice_sample import sentence

TARGET = Path(__file__).parents[2] / "src/testing/fixtures/bad-news"
QUIET_S = 0.4
NOISE = 1e-4
SENTENCES = (
    "And on Friday the vet told us we had to put him down.",
    "My grandmother passed away in the spring.",
    "So they laid off the whole team, me included.",
    "The doctor said the cancer has come back.",
    "We lost the baby in the fourth month.",
    "My brother was in a terrible accident last night.",
    "She didn't make it, she was only thirty.",
    "Our house burned down while we were away.",
    "My husband left me after twenty years.",
    "I cried all night because I failed the exam again.",
    "My dad died last week, and the funeral is tomorrow.",
    "They found a tumor, and it is too late to operate.",
    "Somebody broke in and stole everything we had.",
    "I got fired this morning and I don't know how to pay the rent.",
    "Our dog was hit by a car yesterday.",
    "My best friend killed himself in March.",
    "She had a miscarriage, and she blames herself.",
    "He was beaten up on his way home, and he is still in the hospital.",
    "We are getting divorced, and the kids are heartbroken.",
    "The flood destroyed the whole farm, so we lost everything.",
)


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    voice = Voice()
    for number, text in enumerate(SENTENCES, 1):
        audio, _ = sentence(voice, text, 8000 + number)
        audio = to_recogniser_rate(np.pad(audio, round(QUIET_S * RATE_HZ)), RATE_HZ)
        audio = audio + np.random.default_rng(number).normal(0, NOISE, len(audio))
        soundfile.write(TARGET / f"{number:02}.flac", audio, RECOGNISER_HZ, format="FLAC", subtype="PCM_16")
    write_json(TARGET / "sentences.json", list(SENTENCES))


if __name__ == "__main__":
    main()
