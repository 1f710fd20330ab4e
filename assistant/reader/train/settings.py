"""How training is done: the settings file that ships, or another like it."""

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any


def settings_from(path: Path) -> dict[str, Any]:
    """The settings of a file."""
    return tomllib.loads(path.read_text("utf-8"))


def shipped_settings() -> dict[str, Any]:
    """The settings that the shipped model was trained with."""
    return settings_from(Path(str(files("assistant.reader.train").joinpath("settings.toml"))))
