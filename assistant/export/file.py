"""A conversation as one file that can be checked later, and one answer for a clipboard.

The file shows the answers, carries the same answers as data, and ends in a seal: the SHA-256 of
all its other bytes, which are those before and after the 64 hexadecimal digits. The same answers
always give the same file, so that reading one can write it anew from its data and compare.
"""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.answer import Answer
from assistant.export.emphasis import flat
from assistant.export.html import page_of, part_of
from assistant.export.markdown import markdown
from assistant.export.outline import UNTITLED, Told, outlined
from assistant.export.plain import plain
from index.errors import InvalidInput

VERSION = 1
"""Rises with every change of what is written for the same answers, style included."""
FileFormat = Literal["markdown", "html"]
TextFormat = Literal["text", "markdown", "html"]

HEAD = f'{{"footnote_export": {VERSION}, '
HOW_TO_CHECK = "`footnote verify FILE` checks this file and its quotes against the documents."


@dataclass(frozen=True, slots=True)
class Form:
    """How a format is written: the answers, then what stands around data and seal."""

    media_type: str
    suffix: str
    answers: Callable[[Sequence[Told], str], str]
    before_data: str
    after_data: str
    after_seal: str


FORMS: dict[FileFormat, Form] = {
    "markdown": Form(
        media_type="text/markdown",
        suffix=".md",
        answers=markdown,
        before_data=f"\n## Data\n\n{HOW_TO_CHECK}\n\n```json\n",
        after_data="\n```\n\nSeal: `sha256:",
        after_seal="`\n",
    ),
    "html": Form(
        media_type="text/html",
        suffix=".html",
        answers=page_of,
        before_data='<script type="application/json" id="footnote-export">\n',
        after_data="\n</script>\n"
        f'<p class="seal">{HOW_TO_CHECK.replace("`", "")} Seal: <code>sha256:',
        after_seal="</code></p>\n</main>\n</body>\n</html>\n",
    ),
}


def export(answers: Sequence[Answer], format: FileFormat, title: str | None = None) -> str:
    """The answers as the text of one file, to be kept in UTF-8 with its line ends as they are.

    The same answers give the same file. Times that answering took, and the passages of answers
    that are none of a refusal's nearest, are left out: the file says nothing that it doesn't show.
    Raises `InvalidInput` where there is no answer, or one that cannot be written.
    """
    if not answers:
        raise InvalidInput("nothing to export; give at least one answer")
    # Read back once, so that reading the file gives these very values.
    kept = [Answer.from_json(_kept(answer).to_json()) for answer in answers]
    return sealed(FORMS[format], kept, flat(title) if title else None)


def copy(answer: Answer, format: TextFormat) -> str:
    """One answer with its footnotes for a clipboard: no data, no seal; as HTML, a part of a page.

    Raises `InvalidInput` where it cannot be written.
    """
    (told,) = outlined([answer])
    if format == "text":
        return _encodable(plain(told))
    return _encodable(markdown([told]) if format == "markdown" else part_of(told))


def _kept(answer: Answer) -> Answer:
    return replace(answer, passages=answer.passages if answer.refused else (), seconds={})


def sealed(form: Form, answers: Sequence[Answer], title: str | None) -> str:
    """The file of answers that have been read back from data; raises `InvalidInput`."""
    shown = form.answers(tuple(outlined(answers)), title or UNTITLED)
    before = f"{shown}{form.before_data}{_data(answers, title)}{form.after_data}"
    digest = hashlib.sha256(f"{_encodable(before)}{form.after_seal}".encode()).hexdigest()
    return f"{before}{digest}{form.after_seal}"


def _data(answers: Sequence[Answer], title: str | None) -> str:
    """The answers as JSON, one a line. What could end the block it stands in is spelled out."""
    rows = ",\n".join(json.dumps(a.to_json(), ensure_ascii=False) for a in answers)
    whole = f'{HEAD}"title": {json.dumps(title, ensure_ascii=False)}, "answers": [\n{rows}\n]}}'
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", whole)


def _encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidInput(
            "an answer holds half of a surrogate pair, which is no text; give it as UTF-8"
        ) from None
    return text
