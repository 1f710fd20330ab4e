"""Trains the cross reader's model: `python -m assistant.reader.train TRAINING --work FOLDER`.

TRAINING holds the question sets as gzipped JSON lines. The folder keeps the checkpoint, which a
later call goes on from, the log, and at the end the weights as they ship, `reader.onnx`. Sources,
licences and figures: `assistant/reader/cross.md`.
"""

import argparse
import random
from functools import partial
from pathlib import Path
from typing import Any

import torch

from assistant.reader.model import weights_file
from assistant.reader.train.evaluation import evaluate
from assistant.reader.train.examples import Example, cuts, examples, held_out
from assistant.reader.train.export import export
from assistant.reader.train.loop import Lessons, train
from assistant.reader.train.mining import Mine
from assistant.reader.train.network import ReaderNetwork, loss
from assistant.reader.train.rows import Row, read
from assistant.reader.train.settings import settings_from, shipped_settings
from assistant.reader.train.starting import start


def main() -> None:
    """Trains as the settings say."""
    parser = argparse.ArgumentParser(description="Train the cross reader's model.")
    parser.add_argument("training", type=Path, metavar="TRAINING")
    parser.add_argument("--work", type=Path, required=True, help="checkpoint and log are here")
    parser.add_argument("--settings", type=Path, help="a file with what differs from settings.toml")
    parser.add_argument(
        "--start", type=Path, nargs="+", default=[], metavar="FILE",
        help="begin at the mean of these checkpoints (.pt) or shipped weights (.onnx)",
    )  # fmt: skip
    options = parser.parse_args()
    settings = settings_from(options.settings) if options.settings else shipped_settings()
    options.work.mkdir(parents=True, exist_ok=True)
    sets = Sets(options.training, settings)
    torch.manual_seed(settings["seed"])
    network = ReaderNetwork()
    start(network, options.start)
    network.to("cuda" if torch.cuda.is_available() else "cpu")
    lessons = Lessons(sets.epoch, loss, partial(evaluate, examples=sets.held))
    train(network, lessons, settings, options.work)
    export(network.to("cpu"), options.work / weights_file().name)


class Sets:
    """The question sets, with what is held out kept apart."""

    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        rows = [row for source in settings["answerable"] for row in read(folder, source)]
        out = [held_out(row.passage.text, settings["held_out"]) for row in rows]
        self._settings = settings
        self._rows = [row for row, kept in zip(rows, out, strict=True) if not kept]
        self._mine = _mine(self._rows)
        held = [row for row, kept in zip(rows, out, strict=True) if kept]
        self.held = self._made(held, _mine(held), -1)

    def epoch(self, number: int) -> list[Example]:
        """The examples of an epoch; another epoch cuts and draws anew."""
        return self._made(self._rows, self._mine, number)

    def _made(self, rows: list[Row], mine: Mine, number: int) -> list[Example]:
        chance = random.Random(self._settings["seed"] + 7919 * (number + 1))
        made = list(cuts(rows, mine, self._settings, chance))
        return list(examples(made, self._settings, chance))


def _mine(rows: list[Row]) -> Mine:
    return Mine({id(row.passage): row.passage for row in rows}.values())


if __name__ == "__main__":
    main()
