"""Writes every pack of a full set from its parts: graphs by the exporters, checked, with golden files.

python scripts/make_full_packs.py PARTS_DIR MODELS_DIR BANK_DIR [--words FILE] [--layers 7,14,21]

PARTS_DIR is what make_full_parts.py or make_random_parts.py left; BANK_DIR the shipped clip bank's folder. FILE holds
conversations (read_corpus.py): what 4 bits cost is measured on partners' words in it, by default on our own sentences.
--layers writes, instead of the set, one backbone for each number of layers, which only serves to measure what a layer
costs.
"""

import argparse
from pathlib import Path

from mhm_training.full_decision_packs import backbone_pack, head_pack
from mhm_training.full_joint_packs import Measured, affect_pack, bank_pack, joint_pack, voice_pack
from mhm_training.full_parts import Parts


def main(parts_folder: Path, models: Path, bank: Path, words: Path | None, layers: list[int]) -> None:
    parts = Parts.read(parts_folder)
    if layers:
        for count in layers:
            print("wrote", backbone_pack(parts, models, None, count))
        return
    print("wrote", backbone_pack(parts, models, words))
    print("wrote", head_pack(parts, models))
    voice = voice_pack(parts, models)
    measured = Measured(bank, parts)
    joint = joint_pack(parts, models, measured)
    affect = affect_pack(parts, models, measured)
    clips = bank_pack(parts, models, measured, joint, affect, few=parts.about["set"] == "tiny")
    print("wrote", voice, joint, affect, clips, sep="\n      ")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", type=Path)
    parser.add_argument("models", type=Path)
    parser.add_argument("bank", type=Path)
    parser.add_argument("--words", type=Path)
    parser.add_argument("--layers", type=lambda text: [int(part) for part in text.split(",")], default=[])
    chosen = parser.parse_args()
    main(chosen.parts, chosen.models, chosen.bank, chosen.words, chosen.layers)
