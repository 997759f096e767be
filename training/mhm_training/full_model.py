"""The full decision model: any Hugging Face backbone read word by word, with the same head as the small one.

RESPOND (sections 3.2 to 3.5) puts LoRA on Qwen3-0.6B and FiLM, at the width of its hidden states, on top. The width
is 1024 (the paper says 768, which is not Qwen3-0.6B's).
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from .full_windows import CONDITION_MODES
from .model import Head
from .windows import CONDITION


class Missing(RuntimeError):
    """Something the full run needs is not here; the message says what, and what to do, in one sentence."""


def backbone_parts(source: str, layers: int | None = None) -> tuple[nn.Module, object]:
    """A pretrained backbone (its first ``layers`` only, when given) and its tokenizer; a folder or a name on the hub.

    Raises Missing when it cannot be had.
    """
    from transformers import AutoConfig, AutoModel, AutoTokenizer

    try:
        config = AutoConfig.from_pretrained(source)
        if layers is not None:
            if not 1 <= layers <= config.num_hidden_layers:
                raise Missing(f"{source} has {config.num_hidden_layers} layers: --layers takes 1 to that many.")
            config.num_hidden_layers = layers
            if getattr(config, "layer_types", None):
                config.layer_types = config.layer_types[:layers]
        encoder = AutoModel.from_pretrained(source, config=config, dtype=torch.float32)
        return encoder, AutoTokenizer.from_pretrained(source)
    except (OSError, ValueError) as error:
        raise Missing(
            f"The backbone {source} could not be loaded: check the connection to the Hugging Face hub, or name a "
            f"folder that holds config.json, model.safetensors and tokenizer.json ({type(error).__name__})."
        ) from error


def with_lora(encoder: nn.Module, rank: int, alpha: int) -> nn.Module:
    """The backbone frozen, with trainable low-rank updates on every linear layer; needs the package peft."""
    from peft import LoraConfig, get_peft_model

    return get_peft_model(encoder, LoraConfig(r=rank, lora_alpha=alpha, target_modules="all-linear"))


def need_a_gpu(allowed_cpu: bool) -> None:
    """Raises Missing where there is no GPU, unless the caller said that a CPU will do."""
    if not allowed_cpu and not torch.cuda.is_available():
        raise Missing("No GPU was found: run this on a machine with one, or pass --cpu if the backbone is a small one.")


@torch.no_grad()
def reads_left_to_right(encoder: nn.Module) -> bool:
    """Whether a token's state does not depend on what follows it, found by trying."""
    ids = torch.arange(1, 7)[None] % encoder.config.vocab_size
    was, _ = encoder.training, encoder.eval()
    longer, shorter = (encoder(input_ids=part).last_hidden_state[0, :4] for part in (ids, ids[:, :4]))
    encoder.train(was)
    return torch.allclose(longer, shorter, atol=1e-4)


class FullBackbone(nn.Module):
    """Token ids and mask [b,t] -> hidden [b,t,d], normalised; a word's hidden vector is that of its last token."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        self.norm = nn.LayerNorm(encoder.config.hidden_size)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return self.norm(states.to(self.norm.weight.dtype))


class FullModel(nn.Module):
    """Backbone and head together. Judgements [m] name a row of the batch and a position in it."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.backbone = FullBackbone(encoder)
        self.head = Head(encoder.config.hidden_size, len(CONDITION))

    def forward(self, ids: Tensor, mask: Tensor, owner: Tensor, position: Tensor, condition: Tensor) -> Tensor:
        """Logits [m,3]."""
        return self.head(self.backbone(ids, mask)[owner, position], condition)


def trained_state(model: nn.Module) -> dict[str, Tensor]:
    """What training changed, on the CPU: the low-rank updates, norm and head, or everything in a full fine-tuning."""
    wanted = {name for name, weight in model.named_parameters() if weight.requires_grad}
    return {name: value.detach().cpu() for name, value in model.state_dict().items() if name in wanted}


def merged(model: FullModel, state: dict[str, Tensor], mode: str) -> FullModel:
    """The model with the trained state, low-rank updates merged into the weights, ready to be exported.

    What the mode did not see is cut off at the head's entrance, so that other values there change nothing.
    """
    unknown = model.load_state_dict(state, strict=False).unexpected_keys
    if unknown:
        raise ValueError(f"the trained state does not fit this backbone: {unknown[0]} is not in it")
    merge: Callable[[], nn.Module] | None = getattr(model.backbone.encoder, "merge_and_unload", None)
    if merge is not None:
        model.backbone.encoder = merge()
    entrance = next(layer for layer in model.head.film if isinstance(layer, nn.Linear))
    with torch.no_grad():
        entrance.weight[:, CONDITION_MODES[mode] : len(CONDITION)] = 0
    return model.eval()
