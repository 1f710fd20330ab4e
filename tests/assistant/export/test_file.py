"""An exported file: what it keeps, and that not one character of it can be altered unseen."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.export.file import FORMS, FileFormat, copy, export
from assistant.export.reading import ALTERED, NO_DATA, OTHER_LINE_ENDS, SHOWS_OTHER, read_export
from index.errors import InvalidInput
from tests.assistant.export.samples import (
    CONVERSATION,
    HOSTILE,
    OPENED,
    REFUSED,
    SIZES,
    answers,
    saying,
    words,
)

FORMATS: tuple[FileFormat, ...] = ("markdown", "html")
HERE = Path(__file__).parent
FILES = {format: export(CONVERSATION, format, "The bridge") for format in FORMATS}
formats = pytest.mark.parametrize("format", FORMATS)


def resealed(text: str) -> bytes:
    """The text with a seal that is whole, as anybody can make it."""
    before, _, after = re.split(r"(sha256:[0-9a-f]{64})(?=\D*\Z)", text)
    rest = f"{before}sha256:{after}"
    return f"{before}sha256:{hashlib.sha256(rest.encode()).hexdigest()}{after}".encode()


@formats
@settings(deadline=None, max_examples=50)
@given(told=st.lists(answers(), min_size=1, max_size=3), title=st.none() | words)
def test_whatever_is_exported_is_read_back_whole(
    format: FileFormat, told: list[Answer], title: str | None
) -> None:
    found = read_export(export(told, format, title).encode())
    assert (found.format, found.faults) == (format, ())
    for kept, given_ in zip(found.answers, told, strict=True):
        passages = given_.passages if given_.refused else ()
        assert kept == replace(given_, passages=passages)


@formats
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_every_place_are_read_back_whole(format: FileFormat, text: str) -> None:
    assert read_export(export(saying(text), format, text).encode()).faults == ()


@formats
def test_the_same_answers_give_the_same_file_however_long_they_took(format: FileFormat) -> None:
    slow = [replace(answer, seconds={"total": 9.9}) for answer in CONVERSATION]
    assert export(slow, format, "The bridge") == FILES[format]


@formats
def test_a_file_holds_no_passage_that_it_does_not_show(format: FileFormat) -> None:
    secret = replace(OPENED.passages[0], text="The secret.")
    assert "The secret" not in export([replace(OPENED, passages=(secret,))], format)
    assert "The secret" in export([replace(REFUSED, passages=(secret,))], format)


@formats
def test_the_seal_is_the_hash_of_all_else(format: FileFormat) -> None:
    assert resealed(FILES[format]) == FILES[format].encode()


@formats
@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_one_altered_byte_anywhere_fails(format: FileFormat, data: st.DataObject) -> None:
    content = FILES[format].encode()
    at = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[at]))
    assert read_export(content[:at] + bytes([other]) + content[at + 1 :]).faults


@formats
@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_one_altered_added_or_lost_character_anywhere_fails(
    format: FileFormat, data: st.DataObject
) -> None:
    text = FILES[format]
    at = data.draw(st.integers(0, len(text) - 1))
    lost = data.draw(st.integers(0, 1))
    new = data.draw(st.text(st.characters(exclude_categories=("Cs",)), max_size=1))
    altered = text[:at] + new + text[at + lost :]
    assert altered == text or read_export(altered.encode()).faults


@formats
@pytest.mark.parametrize("part", ["1,149", "metres long.”", "1932", "Hello", "seconds", "Seal"])
def test_every_altered_place_of_a_word_fails(format: FileFormat, part: str) -> None:
    part = part.removesuffix("”") if format == "html" else part
    text = FILES[format]
    for found in re.finditer(
        re.escape(part.replace(" long", r"\nlong")) + "|" + re.escape(part), text
    ):
        altered = f"{text[: found.start()]}X{text[found.start() + 1 :]}"
        assert read_export(altered.encode()).faults[0] == ALTERED


@formats
@pytest.mark.parametrize(
    "edit",
    [
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: "\ufeff".encode() + content,
        lambda content: content.rstrip(b"\n"),
        lambda content: content + b"\n",
    ],
    ids=["CRLF", "byte-order mark", "no last line end", "two last line ends"],
)
def test_line_ends_that_an_editor_changed_fail_and_are_told_as_that(
    format: FileFormat, edit: Callable[[bytes], bytes]
) -> None:
    found = read_export(edit(FILES[format].encode()))
    assert found.faults == (OTHER_LINE_ENDS,)
    assert len(found.answers) == len(CONVERSATION)


@formats
def test_altered_data_that_is_no_data_any_more_leaves_no_answers(format: FileFormat) -> None:
    found = read_export(FILES[format].replace('"answers": [', '"answers": ').encode())
    assert (found.answers, found.faults) == ((), (ALTERED, NO_DATA))


@formats
def test_an_altered_statement_under_a_new_seal_is_not_what_the_data_says(
    format: FileFormat,
) -> None:
    text = FILES[format].replace("It carries eight lanes.", "It carries nine lanes.", 1)
    assert read_export(resealed(text)).faults == (SHOWS_OTHER,)


@formats
def test_altered_data_under_a_new_seal_is_not_what_the_file_shows(format: FileFormat) -> None:
    text = FILES[format].replace('"quote": "The bridge', '"quote": "A bridge')
    assert text != FILES[format]
    assert read_export(resealed(text)).faults == (SHOWS_OTHER,)


@pytest.mark.parametrize(
    "content",
    [b"", b"# Notes\n\nSeal of approval\n", b"\x00\xff\xfe", b"<!doctype html><html></html>",
     b"```json\n{}\n```\n", (HERE / "samples.py").read_bytes()],
)  # fmt: skip
def test_another_file_is_no_export(content: bytes) -> None:
    with pytest.raises(InvalidInput, match="no file that Footnote exported"):
        read_export(content)


@formats
def test_a_whole_file_of_another_version_names_the_way_out(format: FileFormat) -> None:
    text = FILES[format].replace('"footnote_export": 1', '"footnote_export": 2')
    with pytest.raises(InvalidInput, match="the version that made it"):
        read_export(resealed(text))


@formats
def test_what_this_version_writes_stays_as_it_is(format: FileFormat) -> None:
    # Files are compared with what their data gives: a change here needs another VERSION, or no
    # file that was exported before could be verified.
    kept = HERE / f"version-1{FORMS[format].suffix}"
    assert FILES[format].encode() == kept.read_bytes()


@formats
def test_data_is_plain_json_that_cannot_end_its_block(format: FileFormat) -> None:
    told = replace(SIZES, question="</script><!-- ``` & \u2028")
    text = export([told], format)
    form = FORMS[format]
    data = text.partition(form.before_data)[2].partition(form.after_data)[0]
    assert json.loads(data)["answers"][0]["question"] == told.question
    assert not re.search("[<>&\u2028]", data)


def test_nothing_to_export_is_an_error() -> None:
    with pytest.raises(InvalidInput, match="at least one answer"):
        export([], "html")


def test_words_that_are_no_text_are_an_error() -> None:
    broken = replace(OPENED, question="\ud800")
    for write in (export, lambda answers, format: copy(answers[0], format)):
        with pytest.raises(InvalidInput, match="surrogate"):
            write([broken], "markdown")
