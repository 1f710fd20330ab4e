"""The files that reading is measured with hold the words that they were made of."""

from collections.abc import Callable
from pathlib import Path

from evals.office import pdf, word
from index.loaders import load

PARAGRAPHS = [f"Paragraph {n} (of many) tells of {n} mills and \\ signs. " * 5 for n in range(40)]


def test_word_and_pdf_files_hold_their_paragraphs(folder: Callable[..., Path]) -> None:
    documents = folder({"a.docx": word(PARAGRAPHS), "a.pdf": pdf(PARAGRAPHS)})
    for name, pages in (("a.docx", 0), ("a.pdf", 3)):
        document = load(documents / name, documents)
        words = " ".join(PARAGRAPHS).split()
        assert document.text.split() == words
        assert len(document.pages) == pages
