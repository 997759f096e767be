"""States of contexts and recordings for the full joint space: python scripts/embed_joint.py OUT_DIR AUDIO_DIR [options]

OUT_DIR holds the conversations and, when it has been trained, language.pt. AUDIO_DIR holds their recordings, a channel
a side. Writes joint-{train,choose,report}.npz: text [n,d] for 1, 3 and 5 turns before, the partner's last second, the
backchannel [n,v], its form; and perplexity.json (Table 1: the first token of each backchannel).
"""

import argparse
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch
from train_joint_language import build

from mhm_training.clips_fit import NAMES
from mhm_training.corpus import halves, read_conversations
from mhm_training.full_model import Missing, need_a_gpu
from mhm_training.joint_full import Recordings, language_parts, last_states, need, pooled_voice, token_ids, voice_model
from mhm_training.joint_transcripts import backchannels, context_before, turns_of

TURNS = (1, 3, 5)
LAST_S = 1.0


def language_of(out: Path, fallback: str) -> tuple[torch.nn.Module, object]:
    """The language model with what training changed merged into it; as it came where nothing was trained."""
    if not (out / "language.pt").exists():
        return language_parts(fallback)
    model, tokenizer = build(SimpleNamespace(**json.loads((out / "language.json").read_text())))
    unknown = model.load_state_dict(torch.load(out / "language.pt", weights_only=True), strict=False).unexpected_keys
    if unknown:
        raise Missing(f"{out / 'language.pt'} does not fit the language model: {unknown[0]} is not in it.")
    return model.merge_and_unload(), tokenizer


def embed(talks: list[dict], sounds: Recordings, language, tokenizer, voice, options) -> tuple[dict, dict]:
    """Arrays of every backchannel whose conversation has a recording, and the log probabilities by turns."""
    contexts, found, partner, own = {turns: [] for turns in TURNS}, [], [], []
    for talk in talks:
        if talk["id"] not in sounds:
            continue
        turns = turns_of(talk)
        for heard in backchannels(talk, turns):
            for count in TURNS:
                contexts[count].append(context_before(turns, heard.number, count))
            found.append(heard.form)
            until = heard.start_s
            spans = ((1 - heard.listener, until - LAST_S, until), (heard.listener, until, heard.end_s))
            for place, (side, start, end) in zip((partner, own), spans, strict=True):
                place.append(sounds.part(talk["id"], side, start, end))
    if not found:
        raise Missing("No conversation with backchannels has a recording: compare the ids with the files' names.")
    begins = [tokenizer([f" {name}"], add_special_tokens=False)["input_ids"][0][0] for name in NAMES]
    arrays, log_p = {}, {}
    for count, texts in contexts.items():
        ids = token_ids(tokenizer, texts, options.tokens)
        arrays[f"text{count}"], log_p[count] = last_states(
            language, ids, [begins[form] for form in found], options.batch
        )
    arrays |= {"voice": pooled_voice(voice, partner), "recording": pooled_voice(voice, own), "form": np.array(found)}
    return arrays, log_p


def main(options: argparse.Namespace) -> None:
    need_a_gpu(options.cpu)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    sounds = Recordings(options.audio)
    need(options.voice, "voice model", "preprocessor_config.json")
    if options.check:
        return
    voice = voice_model(options.voice, device)
    language, tokenizer = language_of(options.out, options.language)
    language.to(device)
    parts = {"train": read_conversations(options.out / "train.jsonl")}
    parts["choose"] = read_conversations(options.out / "val.jsonl")
    if (options.out / "test.jsonl").exists():
        parts["report"] = read_conversations(options.out / "test.jsonl")
    else:
        parts["choose"], parts["report"] = halves(parts["choose"])
    for name, talks in parts.items():
        arrays, log_p = embed(talks, sounds, language, tokenizer, voice, options)
        np.savez(options.out / f"joint-{name}.npz", **arrays)
        print(f"{name}: {len(arrays['form'])} backchannels", flush=True)
    perplexity = {turns: float(np.exp(-values.mean())) for turns, values in log_p.items()}
    (options.out / "perplexity.json").write_text(json.dumps(perplexity))
    settings = {"voice": options.voice, "language": options.language, "tokens": options.tokens}
    (options.out / "embedded.json").write_text(json.dumps(settings))
    print(json.dumps(perplexity))


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("audio", type=Path)
    parser.add_argument("--language", default="Qwen/Qwen2.5-7B", help="where nothing was trained")
    parser.add_argument("--voice", default="microsoft/wavlm-large", help="a folder, or a name on the hub")
    parser.add_argument("--tokens", type=int, default=1024)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--check", action="store_true", help="only say whether the run could begin here")
    parser.add_argument("--cpu", action="store_true", help="a CPU will do")
    return parser


if __name__ == "__main__":
    try:
        main(arguments().parse_args())
    except Missing as error:
        raise SystemExit(str(error)) from error
