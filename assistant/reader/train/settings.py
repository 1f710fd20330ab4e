"""How training is done: the settings file that ships, and what another changes in it."""

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any


def shipped_settings() -> dict[str, Any]:
    """The settings that the shipped model was first trained with."""
    shipped = files("assistant.reader.train").joinpath("settings.toml")
    return tomllib.loads(shipped.read_text("utf-8"))


def settings_from(path: Path) -> dict[str, Any]:
    """Those of a file, and of the shipped ones what it does not name; a table counts as one."""
    return shipped_settings() | tomllib.loads(path.read_text("utf-8"))
