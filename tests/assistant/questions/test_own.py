"""The owner's own list of questions."""

from pathlib import Path

import pytest

from assistant.questions.own import own_questions
from index.errors import InvalidInput


def write(folder: Path, content: bytes) -> Path:
    path = folder / "questions.txt"
    path.write_bytes(content)
    return path


def test_a_question_a_line_without_blank_lines_and_remarks(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xef\xbb\xbf# To begin with\r\nWho  paid? \r\n\r\nWhen?\nWho paid?\n")
    assert own_questions(path) == ("Who paid?", "When?")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no question in it"),
        (b"\n# only remarks\n", "no question in it"),
        (b"Qui est L\xe9a ?\n", "not UTF-8 text"),
        (b"x" * 5000, "5,000 characters"),
    ],
)
def test_a_list_that_cannot_be_used_is_an_error(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = write(tmp_path, content)
    with pytest.raises(InvalidInput, match=reason) as raised:
        own_questions(path)
    assert str(path) in str(raised.value)


def test_a_list_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="No such file"):
        own_questions(tmp_path / "none.txt")
