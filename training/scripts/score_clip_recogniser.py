"""How well the recogniser judges a human speaker's backchannels.

python scripts/score_clip_recogniser.py OUT_DIR DATA_DIR [RECOGNISER_DIR]

FiCa's recordings (DATA/fica) are heard alone, at most 40 of a form; so much can be asked of ours.
"""

import sys
from pathlib import Path

import soundfile

from mhm_training.clips_forms import FORMS
from mhm_training.pack import write_json
from mhm_training.text import normalise_text
from mhm_training.voice_recogniser import Recogniser

MOST = 40
SPELLED = {"mm": ("mmm", "hm"), "yep": ("yep", "yup")}


def main(out: Path, data: Path, folder: Path | None) -> None:
    recogniser, rows = Recogniser(folder), {}
    for name, form in FORMS.items():
        endings = SPELLED.get(name, (name,))
        recordings = sorted(path for end in endings for path in (data / "fica").rglob(f"*_{end}.flac"))[:MOST]
        if recordings:
            heard = [normalise_text(recogniser.hear(*soundfile.read(path))) for path in recordings]
            rows[name] = {"recordings": len(heard), "heard": sum(text in form.heard for text in heard)}
    write_json(out / "fica.json", rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
