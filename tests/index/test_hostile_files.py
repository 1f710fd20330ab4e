"""Harmful files cost themselves alone: each is reported with its reason, and the rest answers."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Document
from index.embedding import Embedder
from index.errors import UnreadableDocument
from index.loaders import load
from index.loaders.docx import parse as parse_docx
from index.loaders.plain import parse as parse_text
from index.loaders.xlsx import parse as parse_xlsx
from index.passages import cut
from index.retrieval import Index
from index.sync import sync
from tests.index.hostile import bad, excel, good, word

BAD, GOOD = bad(), good()
SKIPPED = {"macros.docm": "type .docm", "tool.exe": "type .exe", "away.txt": "leads out"}


def test_of_a_folder_of_harmful_files_each_is_reported_and_the_good_ones_answer(
    folder: Callable[..., Path], tmp_path: Path, embedder: Embedder
) -> None:
    files = {name: content for name, (content, _) in {**BAD, **GOOD}.items()}
    documents = folder({**files, "macros.docm": word(), "tool.exe": b"MZ"})
    (documents / "away.txt").symlink_to("/etc/passwd")
    (documents / "circle.html").symlink_to("circle.html")
    summary = sync(documents, tmp_path / "index", embedder)
    assert set(summary.added) == set(GOOD)
    assert summary.failed.keys() == BAD.keys() | {"circle.html"}
    for name, (_, reason) in BAD.items():
        assert re.search(reason, summary.failed[name]), (name, summary.failed[name])
        assert "\n" not in summary.failed[name]
    assert summary.skipped.keys() == SKIPPED.keys()
    for name, reason in SKIPPED.items():
        assert reason in summary.skipped[name]
    index = Index(tmp_path / "index", embedder)
    try:
        for name, (_, words) in GOOD.items():
            document = index.document(name)
            assert words in document.text
            passages = index.catalog.passages_of(name)
            assert "".join(stored.passage.text for stored in passages) == document.text
            for stored in passages:
                span = stored.passage.span
                assert document.text[span.start : span.end] == stored.passage.text
        found = index.search("When was the lighthouse at Skagen built?", 1).hits[0].passage
        assert found.span.document == "well.docx"
        found = index.search("How many lumen has the Argand lamp?", 1).hits[0].passage
        assert "Row 2 — Lamp: Argand; Lumen: 90." in found.text
    finally:
        index.close()


@pytest.mark.parametrize("name", ["huge.txt", "huge.md", "huge.pdf"])
def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(30_000_000_000)
    with pytest.raises(UnreadableDocument, match="larger than 100 MB"):
        load(tmp_path / name, tmp_path)


PACKAGES = {parse_docx: word(), parse_xlsx: excel()}


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(list(PACKAGES)),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=20),
    st.floats(0, 1),
)
def test_a_damaged_office_file_is_read_or_unreadable(
    parse: Callable[[bytes], object], changes: list[tuple[float, int]], kept: float
) -> None:
    content = bytearray(PACKAGES[parse])
    for place, byte in changes:
        content[int(place * len(content))] = byte
    try:
        parse(bytes(content[: int(len(content) * (kept if kept < 0.5 else 1))]))
    except UnreadableDocument:
        return


def _words(texts: list[str]) -> list[int]:
    return [len(text.split()) for text in texts]


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["word ", "x", "字"])
def test_a_line_of_fifty_million_bytes_is_cut_into_passages(unit: str) -> None:
    content = unit.encode() * (50_000_000 // len(unit.encode()))
    text = parse_text(content).text
    document = Document("a", "A", text, "sha256:0", "text/plain", (), (), Path("a"))
    passages = list(cut(document, lambda texts: _words(list(texts)), 254))
    assert "".join(piece.passage.text for piece in passages) == text
    assert max(len(piece.passage.text) for piece in passages) <= 254 * 24
