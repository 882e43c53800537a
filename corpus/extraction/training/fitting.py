"""The training loop: three losses, AdamW, warm-up and linear decay."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from .batches import Batch, Builder, Cut, epoch
from .network import LABELS, NEW_PARTS, Network
from .texts import NO_LABEL, LabelledText


@dataclass(frozen=True, slots=True)
class Recipe:
    """One phase of training."""

    epochs: float
    rate: float  # of the encoder
    new_rate: float  # of what the base weights do not hold
    name_weight: float
    pointer_weight: float
    longest: int = 256  # pieces a window
    size: int = 8  # windows a batch
    warm_up: float = 0.06
    decay: float = 0.01
    clip: float = 1.0


def losses(network: Network, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Cross-entropy of the tags and of the names, and of the pointer: minus the log of all mass on right places."""
    tags, names, query, key = network(*batch.inputs)
    of_tags = _labels(tags, batch.tags)
    of_names = _labels(names, batch.names)
    if not batch.pointing.any():
        return of_tags, of_names, query.sum() * 0
    scores = query @ key.transpose(1, 2) / math.sqrt(query.shape[-1]) + (batch.inputs[3][:, None] - 1) * 1e4
    rows, right = scores[batch.pointing], batch.pointers[batch.pointing]
    of_pointers = (rows.logsumexp(-1) - rows.masked_fill(~right, -1e9).logsumexp(-1)).mean()
    return of_tags, of_names, of_pointers


def _labels(logits: Tensor, labels: Tensor) -> Tensor:
    if not (labels != NO_LABEL).any():
        return logits.sum() * 0
    return functional.cross_entropy(logits.reshape(-1, LABELS), labels.reshape(-1), ignore_index=NO_LABEL)


def fit(
    network: Network, texts: Sequence[LabelledText], tokenizer: Tokenizer, recipe: Recipe, seed: int, title: str
) -> None:
    """Train ``network`` in place."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    passes = [epoch(texts, recipe.longest, recipe.size, chance) for _ in range(math.ceil(recipe.epochs))]
    steps: list[list[Cut]] = [batch for batches in passes for batch in batches]
    steps = steps[: max(1, int(len(steps) * recipe.epochs / len(passes)))]
    builder = Builder(tokenizer, chance)
    optimiser = torch.optim.AdamW(_groups(network, recipe), betas=(0.9, 0.98), fused=True)
    rates = [group["lr"] for group in optimiser.param_groups]
    network.train()
    mean = [0.0, 0.0, 0.0]
    with tqdm(steps, desc=title, unit="batch", mininterval=5) as bar:
        for number, windows in enumerate(bar):
            share = min(1.0, (number + 1) / (recipe.warm_up * len(steps))) * (1 - number / len(steps))
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * share
            parts = losses(network, builder.batch(windows))
            loss = parts[0] + recipe.name_weight * parts[1] + recipe.pointer_weight * parts[2]
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), recipe.clip)
            optimiser.step()
            mean = [0.98 * old + 0.02 * float(part.detach()) for old, part in zip(mean, parts, strict=True)]
            bar.set_postfix_str(" ".join(f"{value:.3f}" for value in mean), refresh=False)
    network.eval()


def _groups(network: Network, recipe: Recipe) -> list[dict[str, object]]:
    new: list[Tensor] = []
    matrices: list[Tensor] = []
    vectors: list[Tensor] = []
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            (new if name.split(".")[0] in NEW_PARTS else matrices if parameter.ndim > 1 else vectors).append(parameter)
    return [
        {"params": matrices, "lr": recipe.rate, "weight_decay": recipe.decay},
        {"params": vectors, "lr": recipe.rate, "weight_decay": 0.0},
        {"params": new, "lr": recipe.new_rate, "weight_decay": recipe.decay},
    ]
