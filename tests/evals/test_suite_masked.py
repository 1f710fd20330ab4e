from pathlib import Path

import pytest

from evals.case import Case
from evals.suite import Suite, load_suite
from index.errors import InvalidInput
from tests.evals.samples import TEXT, write_suite

DOCUMENTS = [("a.txt", TEXT), ("b.txt", "Dan kept the keys."), ("c.md", "Eve lost them.")]


def masking(folder: Path, case: str) -> Suite:
    cases = f"document: a\ncases:\n  - {{id: one, question: Who, {case}}}\n"
    return load_suite(write_suite(folder, cases, DOCUMENTS))


def only(suite: Suite) -> Case:
    (case,) = suite.cases
    return case


def test_masked_case_is_asked_of_all_the_other_documents(tmp_path: Path) -> None:
    case = only(masking(tmp_path, "answerable: false, masked: [a]"))
    assert case.masked == ("a.txt",)
    assert case.documents == ("b.txt", "c.md")


def test_masked_case_is_not_asked_of_a_document_that_cannot_be_read(tmp_path: Path) -> None:
    empty = [*DOCUMENTS, ("d.txt", "")]
    cases = "cases:\n  - {id: one, question: Who, answerable: false, masked: [a]}\n"
    case = only(load_suite(write_suite(tmp_path, cases, empty)))
    assert case.documents == ("b.txt", "c.md")


def test_masked_documents_are_found_by_id_or_by_name(tmp_path: Path) -> None:
    case = only(masking(tmp_path, "answerable: false, masked: [c, b.txt, c.md]"))
    assert case.masked == ("c.md", "b.txt")
    assert case.documents == ("a.txt",)


def test_masked_case_may_be_answered_by_the_other_documents(tmp_path: Path) -> None:
    evidence = "evidence: [{doc_id: b, quote: Dan kept the keys.}]"
    case = only(masking(tmp_path, f"masked: [c], {evidence}"))
    assert case.answerable
    assert case.documents == ("a.txt", "b.txt")


def test_case_without_masked_is_asked_of_all_documents(tmp_path: Path) -> None:
    case = only(masking(tmp_path, "answerable: false, masked: []"))
    assert (case.masked, case.documents) == ((), ())


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("masked: [a], evidence: [{quote: Bob}]", "evidence 1: lies in a.txt, which is masked"),
        ("answerable: false, masked: [a, b, c]", "'masked' leaves no document to ask"),
        ("answerable: false, masked: [d]", "'masked': no document 'd' in"),
        ("answerable: false, masked: a", "'masked' is 'a', not a list"),
        ("answerable: false, masked: [7]", "'masked' holds 7; put texts in quotes"),
        ("answerable: false, masked: [b], scope: document", "has scope 'document' and 'masked'"),
    ],
)
def test_mask_that_does_not_fit_is_refused(tmp_path: Path, case: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        masking(tmp_path, case)
    assert f"cases.yaml:3 (one): {reason}" in str(caught.value)


def test_must_not_say_is_a_list_of_texts(tmp_path: Path) -> None:
    case = only(masking(tmp_path, 'answerable: false, must_not_say: [Fay, "1891"]'))
    assert case.must_not_say == ("Fay", "1891")


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ("[1891]", "holds 1891; put texts in quotes"),
        ("['']", "holds an empty text; drop it"),
        ("Fay", "is 'Fay', not a list"),
    ],
)
def test_must_not_say_that_is_no_list_of_texts_is_refused(
    tmp_path: Path, texts: str, reason: str
) -> None:
    with pytest.raises(InvalidInput, match=f"cases.yaml:3 .*'must_not_say' {reason}"):
        masking(tmp_path, f"answerable: false, must_not_say: {texts}")
