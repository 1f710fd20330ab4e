"""The whole check with scripted writers, over a few questions."""

import re
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from evals import writing

SUITE = Path(writing.__file__).parent / "suites" / "article" / "cases.yaml"


def rows(text: str, title: str) -> dict[str, list[str]]:
    """The rows of a table by their first cell."""
    table = text[text.index(f"| {title} |") :].partition("\n\n")[0]
    cells = [[cell.strip() for cell in line.strip("| ").split("|")] for line in table.splitlines()]
    return {first: rest for first, *rest in cells[2:]}


def test_scripted_writers_and_failures_are_held_against_the_assistant(
    article_assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(article_assistant.settings.data)
    assert writing.main([str(SUITE), "--limit", "9", "--seed", "3", "--data", data]) == 0
    told = capsys.readouterr().out
    assert told.startswith("article; seed 3; ")
    faithful = rows(told, "statements")["faithful: shown as supported"]
    assert int(faithful[0]) >= 5
    assert int(faithful[1]) >= int(faithful[0]) - 1
    failures = rows(told, "failure")["all"]
    assert failures[0] == failures[1] == failures[2]
    assert int(failures[0]) >= 5
    assert "out of order" not in told
    assert re.search(r"written in the end: [1-9]", told)


def test_suite_that_does_not_exist_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert writing.main(["nowhere"]) == 2
    assert capsys.readouterr().err == (
        "footnote: nowhere: no such suite; name a folder with questions.jsonl or cases.yaml\n"
    )
