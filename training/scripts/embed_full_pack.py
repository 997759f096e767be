"""States of contexts and recordings for the page's full joint space.

python scripts/embed_full_pack.py OUT_DIR AUDIO_DIR [options]

As embed_joint.py, but with what the page has at hand: the words' part of a context is the state of the trained decision
backbone (OUT_DIR/export/language) at the partner's last word before the backchannel, in the decision's own cache.
OUT_DIR holds the conversations, AUDIO_DIR their recordings, a channel a side. Writes OUT_DIR/joint/joint-{train,choose,
report}.npz: text [n,d], voice [n,v] of the partner's last second, recording [n,v], form [n].
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from embed_joint import LAST_S

from mhm_training.corpus import parts_of
from mhm_training.full_model import Missing, need_a_gpu
from mhm_training.full_states import LanguageStates
from mhm_training.joint_full import Recordings, need, pooled_voice, voice_model
from mhm_training.joint_transcripts import backchannels, turns_of
from mhm_training.pool import partner_words

VOICE = "microsoft/wavlm-base-plus"


def embed(talks: list[dict], sounds: Recordings, states: LanguageStates, voice) -> dict[str, np.ndarray]:
    """Arrays of every backchannel whose conversation has a recording and whose partner has said a word before it."""
    text, form, partner, own = [], [], [], []
    for talk in talks:
        if talk["id"] not in sounds:
            continue
        words = [partner_words(side) for side in talk["sides"]]
        read = [states(side) if side else np.zeros((0, 0)) for side in words]
        for heard in backchannels(talk, turns_of(talk)):
            teller, until = 1 - heard.listener, heard.start_s
            known = int(np.searchsorted([word[1] for word in words[teller]], until, side="right"))
            if known == 0:
                continue
            text.append(read[teller][known - 1])
            form.append(heard.form)
            partner.append(sounds.part(talk["id"], teller, until - LAST_S, until))
            own.append(sounds.part(talk["id"], heard.listener, until, heard.end_s))
    if not form:
        raise Missing("No conversation with backchannels has a recording: compare the ids with the files' names.")
    arrays = {"text": np.array(text), "form": np.array(form)}
    return arrays | {"voice": pooled_voice(voice, partner), "recording": pooled_voice(voice, own)}


def main(options: argparse.Namespace) -> None:
    need_a_gpu(options.cpu)
    sounds = Recordings(options.audio)
    need(options.voice, "voice model", "preprocessor_config.json")
    if options.check:
        return
    voice = voice_model(options.voice, "cuda" if torch.cuda.is_available() else "cpu")
    states = LanguageStates(options.out / "export" / "language")
    folder = options.out / "joint"
    folder.mkdir(exist_ok=True)
    for name, talks in parts_of(options.out).items():
        arrays = embed(talks, sounds, states, voice)
        np.savez(folder / f"joint-{name}.npz", **arrays)
        print(f"{name}: {len(arrays['form'])} backchannels", flush=True)
    (folder / "embedded.json").write_text(json.dumps({"voice": options.voice, "words": "the decision backbone"}))


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("audio", type=Path)
    parser.add_argument("--voice", default=VOICE, help="a folder, or a name on the hub")
    parser.add_argument("--check", action="store_true", help="only say whether the run could begin here")
    parser.add_argument("--cpu", action="store_true", help="a CPU will do")
    return parser


if __name__ == "__main__":
    try:
        main(arguments().parse_args())
    except Missing as error:
        raise SystemExit(str(error)) from error
