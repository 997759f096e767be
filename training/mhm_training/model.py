"""The decision model: a text encoder with causal attention, whose last state is the hidden vector, and a FiLM head."""

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from .windows import WORD_TIMING

MAX_TOKENS = 128
# Next to the embeddings' own spread of about .04: the pretrained encoder starts out nearly as it was.
TIMING_STD = 0.01


class Backbone(nn.Module):
    """Token ids and mask [b,t], word timing [b,t,k] -> hidden [b,d]: the last token's state, normalised.

    The word timing is added to the tokens' embeddings. Attention is causal: in training one pass gives the state at
    every word of a stretch.
    """

    def __init__(self, encoder: nn.Module, size: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.timing = nn.Linear(len(WORD_TIMING), size)
        nn.init.normal_(self.timing.weight, std=TIMING_STD)
        nn.init.zeros_(self.timing.bias)
        self.norm = nn.LayerNorm(size)

    def states(self, input_ids: Tensor, attention_mask: Tensor, word_timing: Tensor) -> Tensor:
        """The normalised state [b,t,d] at every token."""
        embedded = self.encoder.get_input_embeddings()(input_ids) + self.timing(word_timing)
        return self.norm(self.encoder(inputs_embeds=embedded, attention_mask=attention_mask).last_hidden_state)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, word_timing: Tensor) -> Tensor:
        states = self.states(input_ids, attention_mask, word_timing)
        mask = attention_mask.to(states.dtype)
        following = torch.cat([mask[:, 1:], torch.zeros_like(mask[:, :1])], dim=1)
        return (states * (mask - following).unsqueeze(-1)).sum(1)


class Head(nn.Module):
    """Hidden [b,d] and condition [b,n] -> logits [b,3]: FiLM (gamma(c) * h + beta(c)), then a small MLP."""

    def __init__(self, size: int, conditions: int, width: int = 128) -> None:
        super().__init__()
        self.film = nn.Sequential(nn.Linear(conditions, width), nn.GELU(), nn.Linear(width, 2 * size))
        self.classify = nn.Sequential(nn.Linear(size, width), nn.GELU(), nn.Dropout(0.1), nn.Linear(width, 3))

    def forward(self, hidden: Tensor, condition: Tensor) -> Tensor:
        gamma, beta = self.film(condition).chunk(2, dim=-1)
        return self.classify((1 + gamma) * hidden + beta)


class Plane(nn.Module):
    """The same head for one hidden vector [1,d] and many conditions [n,c]: logits [n,3].

    gamma(c), beta(c) and the classifier's first layer are linear in the condition's features, so their product with the
    hidden vector is taken once, [width,width], and not once a condition.
    """

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.head = head

    def forward(self, hidden: Tensor, condition: Tensor) -> Tensor:
        first, gelu, film = self.head.film
        inner, last = self.head.classify[0], self.head.classify[3]
        gamma, beta = film.weight.chunk(2)
        gamma_bias, beta_bias = film.bias.chunk(2)
        scaled = inner.weight * hidden
        mixed = scaled @ gamma + inner.weight @ beta
        offset = scaled @ (1 + gamma_bias) + inner.weight @ beta_bias + inner.bias
        return last(gelu(gelu(first(condition)) @ mixed.T + offset))


class DecisionModel(nn.Module):
    """Backbone and head together, as they are trained."""

    def __init__(self, encoder: nn.Module, size: int, conditions: int) -> None:
        super().__init__()
        self.backbone = Backbone(encoder, size)
        self.head = Head(size, conditions)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, word_timing: Tensor, condition: Tensor) -> Tensor:
        return self.head(self.backbone(input_ids, attention_mask, word_timing), condition)


def load_model(source: str, conditions: int) -> DecisionModel:
    """A fresh model around a pretrained encoder: a local folder or a model name."""
    encoder = AutoModel.from_pretrained(source, is_decoder=True, add_pooling_layer=False)
    return DecisionModel(encoder, encoder.config.hidden_size, conditions)


def empty_model(source: str, conditions: int) -> DecisionModel:
    """The same shape with random weights, to load trained weights into."""
    config = AutoConfig.from_pretrained(source, is_decoder=True)
    return DecisionModel(AutoModel.from_config(config, add_pooling_layer=False), config.hidden_size, conditions)
