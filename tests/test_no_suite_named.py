"""What is built knows no question set by name: only what trains and measures it does."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUITES = re.compile(r"chunkeval|covid_?qa|squad|clapnq|abgcoqa|mtragun|xquad", re.IGNORECASE)
TRAINING = {"train", "fitting"}
"""Folders of the programs that train and fit, which name their data."""


def code(root: Path) -> Iterator[Path]:
    """The modules of what is built, less those that train it."""
    for package in ("index", "assistant"):
        for path in sorted((root / package).rglob("*.py")):
            if not TRAINING & set(path.relative_to(root).parts):
                yield path


def naming(root: Path) -> list[str]:
    """The modules that name a question set."""
    return [
        path.relative_to(root).as_posix()
        for path in code(root)
        if SUITES.search(path.read_text(encoding="utf-8"))
    ]


def test_no_question_set_is_named() -> None:
    assert naming(ROOT) == []


def test_one_that_is_named_is_found(tmp_path: Path) -> None:
    for file in ("assistant/a.py", "assistant/reader/train/a.py", "index/a.py"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("# as in SQuAD2", encoding="utf-8")
    assert naming(tmp_path) == ["index/a.py", "assistant/a.py"]
