"""The owner's own list of questions, one a line."""

import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.chain import request
from index.errors import InvalidInput, InvalidQuestion

SHAPE = "give a text file in UTF-8 with one question a line"


def own_questions(path: Path) -> tuple[str, ...]:
    """The questions of a list in order, each once; blank lines and those that begin with # are
    left out.

    Raises `InvalidInput` where the file cannot be read, holds no question or one that cannot be
    asked.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise InvalidInput(f"--questions {path}: cannot be read ({reason}); {SHAPE}") from error
    lines = [" ".join(line.split()) for line in text.splitlines()]
    questions = tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
    if not questions:
        raise InvalidInput(f"--questions {path}: no question in it; {SHAPE}")
    for question in questions:
        try:
            request(question)
        except InvalidQuestion as error:
            raise InvalidInput(f"--questions {path}: {error}") from error
    return questions


def tell_left_out(path: Path, questions: Sequence[str]) -> None:
    """Names on standard error the questions of a list that get no sure answer."""
    for question in questions:
        sys.stderr.write(
            f"footnote: {path}: left out, as the documents give no sure answer: {question}\n"
        )
    sys.stderr.flush()
