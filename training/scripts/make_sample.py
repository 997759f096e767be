"""Makes the sample conversation: python scripts/make_sample.py OUT_DIR PUBLIC_DIR [RECOGNISER_DIR]"""

import sys
from pathlib import Path

from mhm_training.clips import write_flac
from mhm_training.pack import write_json
from mhm_training.text import normalise_text
from mhm_training.voice import RATE_HZ, Voice
from mhm_training.voice_recogniser import Recogniser, word_errors
from mhm_training.voice_rights import copy_licence
from mhm_training.voice_sample import STORY, excerpt, tell, write_words

README = """# Sample conversation

One side of a conversation for visitors without a microphone, and for tests: somebody tells a small story and asks a
question at its end. The script is ours. Nobody was recorded: the voice is hibari's "heart" with a longer throat and a
lower pitch, so that it is clearly not the listener's.

* `talk.flac`: the whole story; `talk.words.json`: its words with start and end in seconds, from the voice's own timing.
* `short.flac`, `short.words.json`: three sentences of it.

24 kHz, 16 bit, mono. Apache-2.0 (`LICENSE`, `NOTICE`). Made by `training/runs/small-clips.sh`.
"""


def main(out: Path, folder: Path, recogniser_folder: Path | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    recogniser, told = Recogniser(recogniser_folder), tell(Voice())
    rows = []
    for (text, pause_s), (start, end) in zip(STORY, told.sentences, strict=True):
        heard = recogniser.hear(told.audio[round(start * RATE_HZ) : round(end * RATE_HZ)], RATE_HZ)
        wanted = normalise_text(text).split()
        errors = word_errors(wanted, normalise_text(heard).split())
        rows.append({"text": text, "pause_s": pause_s, "heard": heard, "words": len(wanted), "errors": errors})
    if sum(row["errors"] for row in rows) > 0.05 * sum(row["words"] for row in rows):
        raise SystemExit("the story is misread: more than one word in twenty is wrong")
    for name, part in (("talk", told), ("short", excerpt(told))):
        write_flac(folder / f"{name}.flac", part.audio)
        write_words(folder / f"{name}.words.json", part.words)
    copy_licence(folder)
    (folder / "README.md").write_text(README)
    write_json(out / "sample.json", {"duration_s": len(told.audio) / RATE_HZ, "sentences": rows})
    print(f"{len(told.audio) / RATE_HZ:.1f} s, {sum(row['errors'] for row in rows)} word errors")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
