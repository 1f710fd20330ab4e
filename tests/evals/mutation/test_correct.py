"""Correct statements are sentences of documents, cited by themselves."""

from pathlib import Path

from evals.folder import DocumentFolder
from evals.mutation.correct import sampled, statements_of, statements_of_folder
from evals.suite import load_suite
from tests.evals.samples import sample_suite, write_suite

TEXT = "Ada wrote the notes. Bob drew the maps in 1890. 1) . Cid sold both of"


def test_sentences_that_hold_evidence_are_taken_once_each(tmp_path: Path) -> None:
    statements = statements_of(sample_suite(tmp_path))
    assert [one.says for one in statements] == [
        "Ada wrote the notes.",
        "Bob drew the maps in 1890.",
    ]
    assert all(one.cited == (one.says,) for one in statements)
    assert statements[1].id == "a.txt:21"


def test_evidence_inside_a_sentence_brings_the_whole_sentence(tmp_path: Path) -> None:
    cases = "document: a.txt\ncases: [{id: a, question: Who, evidence: [{quote: the maps}]}]\n"
    suite = load_suite(write_suite(tmp_path, cases))
    assert [one.says for one in statements_of(suite)] == ["Bob drew the maps in 1890."]


def test_white_space_of_a_wrapped_sentence_becomes_single_spaces(tmp_path: Path) -> None:
    lines = [
        f"the {word} notes that were kept in the library of the town" for word in ("old", "new")
    ]
    text = (
        "Ada wrote in the long winter of that year, by candle light,\n" + " and\n".join(lines) + "."
    )
    (tmp_path / "a.txt").write_text(text)
    (one,) = statements_of_folder(DocumentFolder(tmp_path))
    assert one.says == text.replace("\n", " ")
    assert one.cited == (text,)


def test_pieces_that_are_no_whole_sentence_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert [one.says for one in statements_of_folder(DocumentFolder(tmp_path))] == [
        "Ada wrote the notes.",
        "Bob drew the maps in 1890.",
    ]


def test_folder_gives_each_wording_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Ada wrote the notes.")
    assert len(statements_of_folder(DocumentFolder(tmp_path))) == 1


def test_sample_is_spread_evenly() -> None:
    assert sampled(range(100), 4) == (0, 25, 50, 75)
    assert sampled(range(3), 4) == (0, 1, 2)
    assert sampled(range(3), None) == (0, 1, 2)
