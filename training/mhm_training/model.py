"""The decision model: a text encoder whose last states make one hidden vector, and a FiLM head on top of it."""

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

MAX_TOKENS = 128


class Backbone(nn.Module):
    """Token ids and mask [b,t] -> hidden [b,d]: the mean of the states plus the closing token's, normalised.

    The closing token stands right after the last word, which says most about what comes next.
    """

    def __init__(self, encoder: nn.Module, size: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.norm = nn.LayerNorm(size)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.to(states.dtype)
        following = torch.cat([mask[:, 1:], torch.zeros_like(mask[:, :1])], dim=1)
        closing = (states * (mask - following).unsqueeze(-1)).sum(1)
        mean = (states * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
        return self.norm(mean + closing)


class Head(nn.Module):
    """Hidden [b,d] and condition [b,n] -> logits [b,3]: FiLM (gamma(c) * h + beta(c)), then a small MLP."""

    def __init__(self, size: int, conditions: int, width: int = 128) -> None:
        super().__init__()
        self.film = nn.Sequential(nn.Linear(conditions, width), nn.GELU(), nn.Linear(width, 2 * size))
        self.classify = nn.Sequential(nn.Linear(size, width), nn.GELU(), nn.Dropout(0.1), nn.Linear(width, 3))

    def forward(self, hidden: Tensor, condition: Tensor) -> Tensor:
        gamma, beta = self.film(condition).chunk(2, dim=-1)
        return self.classify((1 + gamma) * hidden + beta)


class DecisionModel(nn.Module):
    """Backbone and head together, as they are trained."""

    def __init__(self, encoder: nn.Module, size: int, conditions: int) -> None:
        super().__init__()
        self.backbone = Backbone(encoder, size)
        self.head = Head(size, conditions)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, condition: Tensor) -> Tensor:
        return self.head(self.backbone(input_ids, attention_mask), condition)


def load_model(source: str, conditions: int) -> DecisionModel:
    """A fresh model around a pretrained encoder: a local folder or a model name."""
    encoder = AutoModel.from_pretrained(source, add_pooling_layer=False)
    return DecisionModel(encoder, encoder.config.hidden_size, conditions)


def empty_model(source: str, conditions: int) -> DecisionModel:
    """The same shape with random weights, to load trained weights into."""
    config = AutoConfig.from_pretrained(source)
    return DecisionModel(AutoModel.from_config(config, add_pooling_layer=False), config.hidden_size, conditions)
