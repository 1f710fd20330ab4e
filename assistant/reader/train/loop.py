"""Training itself: batches, steps, checkpoints that resume, and a log."""

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import torch
from torch import Tensor, nn

from assistant.reader.pieces import Window
from index.errors import InvalidInput

POOL = 40
"""Batches whose examples are sorted by length together, so that little is padded."""


class HasWindow(Protocol):
    """An example to learn from."""

    @property
    def window(self) -> Window:
        """What the model reads."""


Network = TypeVar("Network", bound=nn.Module)
Example = TypeVar("Example", bound=HasWindow)


@dataclass(frozen=True, slots=True)
class Lessons(Generic[Network, Example]):
    """What a network learns: the examples of each epoch, the loss of a batch of them, and the
    figures that are taken on what is held out."""

    epoch: Callable[[int], list[Example]]
    loss: Callable[[Network, Sequence[Example]], Tensor]
    evaluate: Callable[[Network], Mapping[str, float]]


def train(
    network: Network,
    lessons: Lessons[Network, Example],
    settings: Mapping[str, Any],
    work: Path,
) -> None:
    """Trains to the last step, from the checkpoint in the folder if there is one.

    `log.jsonl` in the folder gets the loss every 50 steps and the figures of every evaluation.
    Same settings: same order of examples. Raises `InvalidInput` for a checkpoint of other settings.
    """
    parameters = [one for one in network.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(
        parameters, lr=settings["learning_rate"], weight_decay=settings["weight_decay"], fused=True
    )
    kept = work / "checkpoint.pt"
    done = _resume(kept, network, optimizer, settings)
    began, losses = time.monotonic(), list[float]()
    network.train()
    for step, rows in enumerate(_batches(lessons, settings, done), done + 1):
        for group in optimizer.param_groups:
            group["lr"] = settings["learning_rate"] * _rate(step, settings)
        lost = lessons.loss(network, rows)
        lost.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(lost.item())
        last = step == settings["steps"]
        if step % 50 == 0:
            write_log(
                work,
                {
                    "step": step,
                    "loss": round(sum(losses[-50:]) / len(losses[-50:]), 4),
                    "seconds": round(time.monotonic() - began),
                },
            )
        if step % settings["evaluate_every"] == 0 or last:
            write_log(work, {"step": step, **lessons.evaluate(network)})
        if step % settings["checkpoint_every"] == 0 or last:
            state = {
                "step": step,
                "settings": dict(settings),
                "network": network.state_dict(),
                "optimizer": optimizer.state_dict(),
            }
            torch.save(state, kept.with_suffix(".new"))
            kept.with_suffix(".new").replace(kept)


def _resume(
    kept: Path,
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    settings: Mapping[str, Any],
) -> int:
    if not kept.exists():
        return 0
    device = next(network.parameters()).device
    state = torch.load(kept, map_location=device, weights_only=True)
    if state["settings"] != settings:
        raise InvalidInput(
            f"{kept}: was made with other settings; go on with those, or give another --work"
        )
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])


def _batches(
    lessons: Lessons[Network, Example], settings: Mapping[str, Any], done: int
) -> Iterator[list[Example]]:
    """The batches from step `done` on, to the last step; epoch after epoch."""
    step, number = 0, 0
    while step < settings["steps"]:
        chance = random.Random(settings["seed"] * 1000 + number)
        for rows in _epoch(lessons.epoch(number), settings["batch"], chance):
            if step >= settings["steps"]:
                return
            if step >= done:
                yield rows
            step += 1
        number += 1


def _epoch(examples: list[Example], size: int, chance: random.Random) -> Iterator[list[Example]]:
    chance.shuffle(examples)
    for start in range(0, len(examples), size * POOL):
        pool = sorted(examples[start : start + size * POOL], key=lambda e: len(e.window.ids))
        rows = [pool[at : at + size] for at in range(0, len(pool), size)]
        chance.shuffle(rows)
        yield from rows


def _rate(step: int, settings: Mapping[str, Any]) -> float:
    """The share of the learning rate: a warm-up, a plateau, a straight fall to nothing."""
    share = step / settings["steps"]
    return float(min(1.0, share / settings["warmup"], (1 - share) / settings["decay"]))


def write_log(work: Path, line: Mapping[str, Any]) -> None:
    """Adds a line to the log in the folder."""
    with (work / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")
