"""The paper's joint model (arXiv 2604.16622, section 4.2): a language model, WavLM, and two projections.

The context is the state from which the language model predicts the backchannel's first token, with or without WavLM's
mean over the partner's last second. The recording is WavLM's mean. Both encoders stay as they are; the projections
learn by symmetric InfoNCE.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from .full_model import Missing

TEMPERATURE = 0.07
RATE_HZ = 16_000
CONTEXTS = ("both", "text", "voice")
WIDTH = 512
"""Of the context MLP's inner layers; the paper does not give it."""


def language_parts(source: str, device: str | torch.device = "cpu") -> tuple[nn.Module, object]:
    """A causal language model and its tokenizer: a folder or a name on the hub. Raises Missing."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model, tokenizer = _loaded(
        source,
        "language model",
        "tokenizer.json",
        lambda: (
            AutoModelForCausalLM.from_pretrained(source, dtype=torch.float32),
            AutoTokenizer.from_pretrained(source),
        ),
    )
    return model.to(device), tokenizer


def voice_model(source: str, device: str | torch.device = "cpu") -> nn.Module:
    """WavLM, or any model of transformers that takes samples: a folder or a name on the hub. Raises Missing."""
    from transformers import AutoModel

    return (
        _loaded(
            source,
            "voice model",
            "preprocessor_config.json",
            lambda: AutoModel.from_pretrained(source, dtype=torch.float32),
        )
        .to(device)
        .eval()
    )


def need(source: str, what: str, third: str) -> None:
    """Raises Missing where not even the description of a model can be had."""
    from transformers import AutoConfig

    _loaded(source, what, third, lambda: AutoConfig.from_pretrained(source))


def _loaded(source: str, what: str, third: str, load: Callable[[], Any]) -> Any:
    try:
        return load()
    except (OSError, ValueError) as error:
        raise Missing(
            f"The {what} {source} could not be loaded: check the connection to the Hugging Face hub, or name a folder "
            f"that holds config.json, model.safetensors and {third} ({type(error).__name__})."
        ) from error


def with_paper_lora(model: nn.Module, rank: int, alpha: int, dropout: float) -> nn.Module:
    """Frozen, with trainable low-rank updates on every linear layer (section 4.1, without its 4 bits for the rest)."""
    from peft import LoraConfig, get_peft_model

    return get_peft_model(
        model,
        LoraConfig(r=rank, lora_alpha=alpha, lora_dropout=dropout, target_modules="all-linear", task_type="CAUSAL_LM"),
    )


def token_ids(tokenizer, texts: list[str], most: int) -> list[list[int]]:
    """Ids of each text, its last `most` tokens, after the opening token where the tokenizer has one."""
    opening = [tokenizer.bos_token_id] if tokenizer.bos_token_id is not None else []
    found = tokenizer(texts, add_special_tokens=False)["input_ids"]
    return [opening + ids[-(most - len(opening)) :] for ids in found]


def padded(sequences: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Ids and mask [b,t], filled up at the end."""
    width = max(len(ids) for ids in sequences)
    ids = torch.zeros(len(sequences), width, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, one in enumerate(sequences):
        ids[row, : len(one)] = torch.tensor(one)
        mask[row, : len(one)] = 1
    return ids, mask


def next_token_loss(model: nn.Module, ids: Tensor, mask: Tensor) -> Tensor:
    """Mean cross entropy of every token but the first."""
    logits = model(input_ids=ids, attention_mask=mask).logits[:, :-1].float()
    wanted = ids[:, 1:].masked_fill(mask[:, 1:] == 0, -100)
    return functional.cross_entropy(logits.transpose(1, 2), wanted)


@torch.no_grad()
def last_states(
    model: nn.Module, sequences: list[list[int]], following: list[int], batch: int
) -> tuple[np.ndarray, np.ndarray]:
    """The final state [n,d] at each sequence's last token, and the log probability [n] of the token that followed."""
    model.eval()
    device = next(model.parameters()).device
    order = np.argsort([len(ids) for ids in sequences], kind="stable")
    states, log_p = [], []
    for start in range(0, len(order), batch):
        chosen = order[start : start + batch]
        ids, mask = (part.to(device) for part in padded([sequences[n] for n in chosen]))
        output = model(input_ids=ids, attention_mask=mask, output_hidden_states=True)
        rows, last = torch.arange(len(ids), device=device), mask.sum(1) - 1
        states.append(output.hidden_states[-1][rows, last].float().cpu().numpy())
        wanted = torch.tensor([following[n] for n in chosen], device=device)
        log_p.append(torch.log_softmax(output.logits[rows, last].float(), -1)[rows, wanted].cpu().numpy())
    back = np.argsort(order)
    return np.concatenate(states)[back], np.concatenate(log_p)[back]


@torch.no_grad()
def pooled_voice(model: nn.Module, sounds: list[np.ndarray]) -> np.ndarray:
    """The mean of the last layer [n,d] over each sound (16 kHz mono), one at a time: padding would be heard."""
    device = next(model.parameters()).device
    found = []
    for sound in sounds:
        level = (sound - sound.mean()) / np.sqrt(sound.var() + 1e-7)
        # Shorter than what the first layers look at, it is filled up.
        level = np.pad(level, (0, max(0, 800 - len(level)))).astype(np.float32)
        states = model(torch.from_numpy(level)[None].to(device)).last_hidden_state
        found.append(states[0].float().mean(0).cpu().numpy())
    return np.array(found)


class Heads(nn.Module):
    """A context [n,c] through an MLP and a recording [n,r] through one linear layer: unit vectors [n,size]."""

    def __init__(self, context: int, recording: int, layers: int, size: int) -> None:
        super().__init__()
        widths = [context, *[WIDTH] * (layers - 1), size]
        steps: list[nn.Module] = []
        for before, after in zip(widths, widths[1:], strict=False):
            steps += [nn.Linear(before, after), nn.ReLU()]
        self.context = nn.Sequential(*steps[:-1])
        self.recording = nn.Linear(recording, size)

    def forward(self, context: Tensor, recording: Tensor) -> tuple[Tensor, Tensor]:
        return functional.normalize(self.context(context), dim=-1), functional.normalize(
            self.recording(recording), dim=-1
        )


def symmetric_loss(contexts: Tensor, recordings: Tensor, temperature: float = TEMPERATURE) -> Tensor:
    """Each context must find its recording among the batch's, and each recording its context."""
    scores = contexts @ recordings.T / temperature
    own = torch.arange(len(scores), device=scores.device)
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2


def context_input(parts: dict[str, np.ndarray], which: str) -> np.ndarray:
    """What the context's projection takes: text [n,d], the partner's voice [n,v], or one after the other."""
    wanted = {"both": ("text", "voice"), "text": ("text",), "voice": ("voice",)}[which]
    return np.hstack([parts[name] for name in wanted]).astype(np.float32)


class Recordings:
    """Two-sided recordings of conversations: FOLDER/**/ID.{wav,flac,sph}, a channel a side. Raises Missing."""

    def __init__(self, folder: Path) -> None:
        self._paths = {
            path.stem: path for path in sorted(folder.rglob("*")) if path.suffix.lower() in (".wav", ".flac", ".sph")
        }
        self._open: tuple[str, np.ndarray] | None = None
        if not self._paths:
            raise Missing(f"{folder} holds no recordings: put ID.wav, ID.flac or ID.sph there, a channel a speaker.")

    def __contains__(self, conversation: str) -> bool:
        return conversation in self._paths

    def part(self, conversation: str, side: int, start_s: float, end_s: float) -> np.ndarray:
        """A stretch of one side, 16 kHz, float64; the last conversation is kept."""
        import soundfile

        from .voice_recogniser import to_recogniser_rate

        if self._open is None or self._open[0] != conversation:
            sound, rate = soundfile.read(self._paths[conversation], dtype="float64", always_2d=True)
            if sound.shape[1] < 2:
                raise Missing(f"{self._paths[conversation].name} has one channel: each speaker needs a channel.")
            self._open = (conversation, np.stack([to_recogniser_rate(sound[:, n], rate) for n in (0, 1)]))
        first, last = (round(max(0.0, time_s) * RATE_HZ) for time_s in (start_s, end_s))
        return self._open[1][side][first : max(last, first + 1)]
