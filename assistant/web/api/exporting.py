"""Answers as files and clipboard text over HTTP. They come from the page, which keeps them."""

import re
import unicodedata
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Answer
from assistant.export.file import FORMS, FileFormat, TextFormat, copy, export
from assistant.request_parts import Text
from assistant.shape import EXAMPLE
from assistant.web.api.described import problems
from index.errors import InvalidInput

MOST_ANSWERS = 500
LONGEST_NAME = 60
NAMELESS = "answers"


class Export(BaseModel):
    """A conversation to keep: its answers, oldest first, in the shape of the public contract."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"format": "markdown", "title": "Bridges", "answers": [EXAMPLE]}]
        },
    )

    format: FileFormat
    title: Text | None = None
    answers: Annotated[list[Any], Field(min_length=1, max_length=MOST_ANSWERS)]


class Copy(BaseModel):
    """One answer to copy."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"format": "text", "answer": EXAMPLE}]},
    )

    format: TextFormat
    answer: Any


class Copied(BaseModel):
    """The text for a clipboard."""

    text: str


FILES = {
    form.media_type.partition(";")[0]: {"schema": {"type": "string"}} for form in FORMS.values()
}


def add_exporting(router: APIRouter) -> None:
    """Adds the routes that write answers down; they need no document."""

    @router.post(
        "/export", response_class=Response, responses={**problems(422), 200: {"content": FILES}}
    )
    def export_answers(body: Export) -> Response:
        """The answers as a file that `footnote verify` can check."""
        answers = [_answer(value, number) for number, value in enumerate(body.answers, 1)]
        form = FORMS[body.format]
        name = f"{_name(body.title or answers[0].question)}{form.suffix}"
        return Response(
            export(answers, body.format, body.title),
            media_type=form.media_type,
            headers={"Content-Disposition": _attachment(name), "Cache-Control": "no-store"},
        )

    @router.post("/copy", response_model=Copied, responses=problems(422))
    def copy_answer(body: Copy) -> dict[str, str]:
        """The answer with its footnotes, for a clipboard."""
        return {"text": copy(Answer.from_json(body.answer), body.format)}


def _answer(value: object, number: int) -> Answer:
    try:
        return Answer.from_json(value)
    except InvalidInput as error:
        raise InvalidInput(f"answer {number}: {error}") from error


def _name(title: str) -> str:
    """A file name without its end: the words of a title, joined by hyphens."""
    words = "-".join(re.findall(r"\w+", title.lower()))
    return words[:LONGEST_NAME].strip("-_") or NAMELESS


def _attachment(name: str) -> str:
    """The header that names a file; clients that read ASCII alone get it without accents and
    whatever else ASCII lacks."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", errors="ignore").decode()
    if plain == name:
        return f'attachment; filename="{name}"'
    stem, _, suffix = plain.rpartition(".")
    plain = f"{stem.strip('-') or NAMELESS}.{suffix}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
