"""Trains the support model: `python -m assistant.support.train TRAINING --work FOLDER`.

TRAINING holds the claims and question sets as gzipped JSON lines. The folder keeps the checkpoint,
which a later call goes on from, the log, and at the end the weights as they ship, `support.onnx`.
Sources, licences and figures: `assistant/support/support.md`.
"""

import argparse
import random
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import torch

from assistant.reader.train.export import export
from assistant.reader.train.loop import Lessons, train, write_log
from assistant.reader.train.rows import read
from assistant.reader.train.settings import settings_from
from assistant.support.model import SupportModel, weights_file
from assistant.support.train.claims import held_claims, training_claims
from assistant.support.train.evaluation import calibration, evaluate
from assistant.support.train.examples import Example, examples
from assistant.support.train.making import Told, pairs, passages
from assistant.support.train.network import SupportNetwork, loss
from assistant.support.train.pair import Pair, kept_back

One = TypeVar("One")

SHIPPED = Path(str(files("assistant.support.train").joinpath("settings.toml")))
"""The settings that the shipped model was trained with."""


def main() -> None:
    """Trains as the settings say."""
    parser = argparse.ArgumentParser(description="Train the support model.")
    parser.add_argument("training", type=Path, metavar="TRAINING")
    parser.add_argument("--work", type=Path, required=True, help="checkpoint and log are here")
    parser.add_argument(
        "--settings", type=Path, default=SHIPPED, help="a file like the shipped one"
    )
    options = parser.parse_args()
    settings = settings_from(options.settings)
    options.work.mkdir(parents=True, exist_ok=True)
    sets = Sets(options.training, settings)
    torch.manual_seed(settings["seed"])
    network = SupportNetwork(settings["reader"], settings["frozen"])
    network = network.to("cuda" if torch.cuda.is_available() else "cpu")
    lessons = Lessons(sets.epoch, loss, partial(evaluate, examples=sets.held))
    train(network, lessons, settings, options.work)
    weights = options.work / weights_file().name
    export(network.to("cpu"), weights)
    write_log(options.work, calibration(SupportModel(weights), sets.held))


class Sets:
    """Claims and question sets, with what is held out kept apart."""

    def __init__(self, folder: Path, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        chance = random.Random(settings["seed"])
        self._claims = {name: training_claims(folder, name) for name in settings["claims"]}
        self._told: dict[str, list[Told]] = {}
        held: list[Pair] = []
        for name in settings["sets"]:
            told = passages(list(read(folder, name)), chance)
            out = [kept_back(one.passage.text, settings["held_out"]) for one in told]
            self._told[name] = [one for one, back in zip(told, out, strict=True) if not back]
            for one in (one for one, back in zip(told, out, strict=True) if back):
                held += pairs(one, settings["passages"], chance)
        for name in settings["claims"]:
            claims = held_claims(folder, name)
            held += chance.sample(claims, min(len(claims), 200))
        self.held = list(examples(held, settings["pieces"]))

    def epoch(self, number: int) -> list[Example]:
        """The examples of an epoch; another epoch draws anew."""
        chance = random.Random(self._settings["seed"] * 1000 + number)
        made: list[Pair] = []
        for name, told in self._told.items():
            for one in _share(told, self._settings["sets"][name], chance):
                made += pairs(one, self._settings["passages"], chance)
        for name, claims in self._claims.items():
            made += _share(claims, self._settings["claims"][name], chance)
        return list(examples(made, self._settings["pieces"]))


def _share(items: Sequence[One], share: float, chance: random.Random) -> list[One]:
    return chance.sample(list(items), round(len(items) * min(share, 1.0)))


if __name__ == "__main__":
    main()
