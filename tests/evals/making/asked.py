"""Documents of a few sentences, and the questions that are made of them."""

from pathlib import Path

from evals.making.candidates import Candidate, candidates_of
from index.document import Document
from index.loaders import load

NAMES = "Everyone there knew Zorvania, the Velm, Tarsk, ALBA and Ada Byron."
"""Shows which capital words are names; makes no question itself."""


def document(folder: Path, text: str, name: str = "a.txt") -> Document:
    path = folder / name
    path.write_bytes(text.encode())
    return load(path, folder)


def candidates(folder: Path, text: str) -> list[Candidate]:
    return list(candidates_of(document(folder, text), alone=True))


def asked(folder: Path, sentence: str, kind: str = "") -> dict[str, tuple[str, ...]]:
    """Question to answers, of one kind or of all."""
    found = candidates(folder, f"{NAMES}\n{sentence}\n")
    return {
        one.draft.question: one.draft.answers
        for one in found
        if one.sentence == sentence and kind in ("", one.draft.kind)
    }
