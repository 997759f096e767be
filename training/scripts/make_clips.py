"""Performs, checks and packs the bank of backchannels: python scripts/make_clips.py OUT_DIR MODELS_DIR [RECOGNISER_DIR]

OUT_DIR gets clips.json, a row for every take, kept or not. The fitted table of forms that is in the pack stays.
Where the packs of the joint space are in MODELS_DIR, the recordings are rated by them.
"""

import sys
from pathlib import Path

from mhm_training.clips import Booth, measures_row, wanted, write_bank
from mhm_training.clips_pack import BANK, describe_bank
from mhm_training.joint_packs import JOINT, ears_of, rate_bank, read_joint
from mhm_training.pack import write_json
from mhm_training.voice import Voice
from mhm_training.voice_recogniser import Recogniser
from mhm_training.voice_rights import RIGHTS, copy_licence


def main(out: Path, models: Path, recogniser: Path | None) -> None:
    folder = models / BANK
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.flac"):
        stale.unlink()
    takes = list(Booth(Recogniser(recogniser), Voice()).bank())
    kept = [take for take in takes if wanted(take)]
    write_bank(folder, kept, RIGHTS)
    copy_licence(folder)
    write_json(out / "clips.json", [{**measures_row(take), "kept": wanted(take)} for take in takes])
    if (models / JOINT).exists():
        rate_bank(folder, read_joint(models), ears_of(models))
    describe_bank(folder)
    print(
        f"{len(kept)} of {len(takes)} recordings kept, {sum(f.stat().st_size for f in folder.iterdir()) / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
