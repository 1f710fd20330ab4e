"""An exported file read back: whether it is as it was written, and the answers that it carries.

A seal is no signature, since whoever alters a file can seal it again. So a file whose seal is whole
is also written anew from its data: what it shows is what its data says, and that can be checked.
"""

import hashlib
import json
import re
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.export.file import FORMS, HEAD, VERSION, FileFormat, Form, sealed
from index.errors import InvalidInput

ALTERED = "the seal is broken: the file was altered after it was exported"
OTHER_LINE_ENDS = (
    "the seal is broken, by nothing but line ends or a byte-order mark, as some editors change "
    "them; save the file as UTF-8 with LF line ends, or export it again"
)
NO_DATA = "its data cannot be read, so its quotes cannot be checked"
SHOWS_OTHER = "the file shows something else than its data, though its seal is whole"
BYTE_ORDER_MARK = "\ufeff".encode()


@dataclass(frozen=True, slots=True)
class Exported:
    """What a file holds: its answers, and what is wrong with the file itself, empty if nothing.

    Where that leaves no data to read there are no answers.
    """

    format: FileFormat
    answers: tuple[Answer, ...]
    faults: tuple[str, ...]


def read_export(content: bytes) -> Exported:
    """The bytes of an exported file read back, altered or not.

    Raises `InvalidInput` where they are no export, or one that another version wrote.
    """
    usual = _usual(content)
    text = usual.decode(errors="replace")
    format = _format(text)
    form = FORMS[format]
    fault = _seal_fault(content, usual, form)
    try:
        answers, title = _data(text, form)
    except (ValueError, RecursionError, LookupError, TypeError, InvalidInput) as error:
        if fault != ALTERED:
            raise InvalidInput(
                "an export with a whole seal, but without data in the form that this version of "
                "Footnote reads; check it with the version that made it"
            ) from error
        return Exported(format, (), (fault, NO_DATA))
    faults = [fault] if fault else []
    if fault != ALTERED and not _shows(text, form, answers, title):
        faults.append(SHOWS_OTHER)
    return Exported(format, answers, tuple(faults))


def _usual(content: bytes) -> bytes:
    """The content with the line ends that an export is written with, and no byte-order mark."""
    lines = content.removeprefix(BYTE_ORDER_MARK).replace(b"\r\n", b"\n")
    return lines.rstrip(b"\n") + b"\n"


def _format(text: str) -> FileFormat:
    """The format with the most of its marks in the text: one altered character hides one."""
    found: dict[FileFormat, int] = {
        format: sum(mark in text for mark in (form.before_data, HEAD, form.after_data))
        for format, form in FORMS.items()
    }
    best = max(found, key=lambda format: found[format])
    if not found[best]:
        raise InvalidInput("no file that Footnote exported; give one, as Markdown or HTML")
    return best


def _seal_fault(content: bytes, usual: bytes, form: Form) -> str:
    if _whole(content, form):
        return ""
    return OTHER_LINE_ENDS if _whole(usual, form) else ALTERED


def _whole(content: bytes, form: Form) -> bool:
    """Whether the content ends in a seal that is the hash of all the rest."""
    before, after = re.escape(form.after_data.encode()), re.escape(form.after_seal.encode())
    seal = re.search(before + rb"([0-9a-f]{64})" + after + rb"\Z", content)
    if seal is None:
        return False
    rest = content[: seal.start(1)] + content[seal.end(1) :]
    return hashlib.sha256(rest).hexdigest() == seal[1].decode()


def _data(text: str, form: Form) -> tuple[tuple[Answer, ...], str | None]:
    """The answers and the title in the data; raises one of many errors where it is not right."""
    _, _, rest = text.partition(form.before_data)
    data = json.loads(rest[: rest.index(form.after_data)])
    title = data["title"]
    if data["footnote_export"] != VERSION or not isinstance(title, str | None):
        raise ValueError("another form")
    return tuple(Answer.from_json(answer) for answer in data["answers"]), title


def _shows(text: str, form: Form, answers: tuple[Answer, ...], title: str | None) -> bool:
    try:
        return sealed(form, answers, title) == text
    except InvalidInput:  # words that no file can hold
        return False
