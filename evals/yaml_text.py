"""What a suite file holds, written as YAML that people can read and that reads back as it was."""

import os
from pathlib import Path
from typing import Any

import yaml

WIDTH = 100


def relative_folder(folder: Path, suite: Path) -> str:
    """The folder as seen from the suite; as it is where there is no way from one to the other."""
    try:
        return Path(os.path.relpath(folder.resolve(), suite.resolve())).as_posix()
    except ValueError:  # another drive
        return folder.resolve().as_posix()


class _Dumper(yaml.SafeDumper):
    """Escapes line ends within a text: left as they are, some would be read back as spaces."""


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = None if text.splitlines() == [text] else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _represent_text)


def to_yaml_text(content: Any) -> str:
    """The content in block style, its keys in their order."""
    return yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
