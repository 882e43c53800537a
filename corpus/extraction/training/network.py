"""The encoder with its heads, in plain torch so that it exports cleanly.

Six transformer layers as in MiniLM (Wang et al. 2020), their weights from all-MiniLM-L6-v2; to the word embedding
two small ones are added, for the shape of the word and for its place in quotation marks. Heads: labels of source, cue
and content; labels of names; query and key vectors of a pointer (Vinyals et al. 2015) from content to source.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from ..tagger.pieces import PieceShape, QuoteState

WIDTH, HEADS, INNER, LAYERS, VOCABULARY, PLACES, POINTER, LABELS = 384, 12, 1536, 6, 30522, 512, 128, 7
NEW_PARTS = ("shape", "quote", "tags", "names", "query", "key")  # what the base weights do not hold


class Layer(nn.Module):
    """Self-attention and a feed-forward block, each with a residual and a norm behind it."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.attention = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.last_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = states.shape
        parts = self.attention(states).chunk(3, -1)
        query, key, value = (part.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2) for part in parts)
        weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + mask, -1)
        attended = (weights @ value).transpose(1, 2).reshape(batch, length, WIDTH)
        states = self.norm(states + self.dropout(self.out(attended)))
        inner = self.narrow(functional.gelu(self.widen(states)))
        return self.last_norm(states + self.dropout(inner))


class Network(nn.Module):
    """ids, shape, quote (B x L, int64) and mask (B x L, 1 = real) to label logits, name logits, queries, keys."""

    def __init__(self, dropout: float = 0.1, layers: int = LAYERS) -> None:
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, WIDTH)
        self.place = nn.Embedding(PLACES, WIDTH)
        self.shape = nn.Embedding(len(PieceShape), WIDTH)
        self.quote = nn.Embedding(len(QuoteState), WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.tags = nn.Linear(WIDTH, LABELS)
        self.names = nn.Linear(WIDTH, LABELS)
        self.query = nn.Linear(WIDTH, POINTER)
        self.key = nn.Linear(WIDTH, POINTER)
        nn.init.normal_(self.shape.weight, std=0.02)
        nn.init.normal_(self.quote.weight, std=0.02)

    def forward(self, ids: Tensor, shape: Tensor, quote: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        states = self.word(ids) + self.place.weight[: ids.shape[1]] + self.shape(shape) + self.quote(quote)
        states = self.dropout(self.norm(states))
        closed = (1.0 - mask)[:, None, None, :] * -10000.0
        for layer in self.layers:
            states = layer(states, closed)
        return self.tags(states), self.names(states), self.query(states), self.key(states)

    @torch.no_grad()
    def load_base(self, path: Path) -> None:
        """Take the weights of a BERT-shaped encoder; word embeddings stay as they are in training."""
        stored = {name.removeprefix("bert."): tensor for name, tensor in load_file(path).items()}
        self.word.weight.copy_(stored["embeddings.word_embeddings.weight"])
        self.word.weight.requires_grad_(False)
        first_type = stored["embeddings.token_type_embeddings.weight"][0]
        self.place.weight.copy_(stored["embeddings.position_embeddings.weight"] + first_type)
        _copy(self.norm, stored, "embeddings.LayerNorm")
        for number, layer in enumerate(self.layers):
            base = f"encoder.layer.{number}."
            for kind in ("weight", "bias"):
                joined = [stored[f"{base}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                getattr(layer.attention, kind).copy_(torch.cat(joined))
            _copy(layer.out, stored, base + "attention.output.dense")
            _copy(layer.norm, stored, base + "attention.output.LayerNorm")
            _copy(layer.widen, stored, base + "intermediate.dense")
            _copy(layer.narrow, stored, base + "output.dense")
            _copy(layer.last_norm, stored, base + "output.LayerNorm")


def _copy(module: nn.Module, stored: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(stored[name + ".weight"])
    module.bias.copy_(stored[name + ".bias"])
