"""Statements written by hand, and what is refused in the files that hold them."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest
import yaml

from evals.mutation.statements import Labelled, load_statements
from index.errors import InvalidInput

ROOT = Path(__file__).parents[3]
ARTICLE = ROOT / "evals" / "suites" / "article" / "statements.yaml"
PUBLIC = ROOT / "evals" / "mutation" / "statements"
CHANGES = {
    "number", "unit", "date", "name", "place", "negation", "comparison", "quotation", "role",
    "speaker",
}  # fmt: skip

TEXT = "Ada wrote the notes. Bob drew the maps in 1890."
NOTES = hashlib.sha256(b"Ada wrote the notes.").hexdigest()[:12]
QUOTED = """\
document: a.txt
statements:
  - id: notes-passive
    form: passive
    cites: [Ada wrote the notes.]
    says: The notes were written by Ada.
    faithful: true
"""
SPAN = f"""\
statements:
  - id: notes-name
    change: name
    cites: [{{doc_id: a, start: 0, end: 20, digest: "{NOTES}"}}]
    says: Cid wrote the notes.
    faithful: false
"""


def load(folder: Path, content: str) -> tuple[Labelled, ...]:
    """The statements of a file with that content, about a.txt."""
    documents = folder / "docs"
    documents.mkdir()
    (documents / "a.txt").write_text(TEXT, encoding="utf-8")
    file = folder / "statements.yaml"
    file.write_text(content, encoding="utf-8")
    return load_statements(file, documents)


def test_cited_words_are_those_of_the_document(tmp_path: Path) -> None:
    assert load(tmp_path, QUOTED) == (
        Labelled(
            "notes-passive",
            "The notes were written by Ada.",
            ("Ada wrote the notes.",),
            True,
            "passive",
        ),
    )


def test_a_span_is_cited_by_its_offsets_and_digest(tmp_path: Path) -> None:
    assert load(tmp_path, SPAN) == (
        Labelled("notes-name", "Cid wrote the notes.", ("Ada wrote the notes.",), False, "name"),
    )


def test_a_statement_may_cite_several_places(tmp_path: Path) -> None:
    both = QUOTED.replace("[Ada wrote the notes.]", "[Ada wrote the notes., Bob drew the maps]")
    (statement,) = load(tmp_path, both)
    assert statement.cited == ("Ada wrote the notes.", "Bob drew the maps")


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (QUOTED.replace("[Ada wrote", "[Eve wrote"), 5, "does not say 'Eve wrote the notes.'"),
        (QUOTED.replace("document: a.txt\n", ""), 4, "names no document"),
        (QUOTED.replace("[Ada wrote the notes.]", "[]"), 5, "cites nothing"),
        (QUOTED.replace("form: passive", "change: name"), 3, "'form' is missing"),
        (QUOTED.replace("    says:", "    change: name\n    says:"), 3, "never both"),
        (QUOTED.replace("faithful: true", 'faithful: "yes"'), 7, "not true or false"),
        (QUOTED + QUOTED.partition("statements:\n")[2], 8, "id 'notes-passive' occurs twice"),
        (SPAN.replace("end: 20", "end: 19"), 4, "from 0 to 19, which is not the text of digest"),
        (SPAN.replace("end: 20", "end: 99"), 4, "0 to 99 is no span of a.txt"),
        (SPAN.replace("doc_id: a,", "doc_id: b,"), 4, "no document 'b'"),
        (SPAN.replace("digest:", "sha:"), 4, "unknown key 'sha'"),
    ],
)
def test_what_is_wrong_names_file_line_id_and_reason(
    tmp_path: Path, content: str, line: int, reason: str
) -> None:
    with pytest.raises(InvalidInput) as error:
        load(tmp_path, content)
    message = str(error.value)
    assert message.startswith(f"{tmp_path / 'statements.yaml'}:{line} (notes-")
    assert reason in message
    assert "\n" not in message


def test_a_file_without_statements_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="holds no statements"):
        load(tmp_path, "document: a.txt\n")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"gone\.yaml: cannot be read"):
        load_statements(tmp_path / "gone.yaml", tmp_path)


def test_the_article_has_enough_statements_of_every_change() -> None:
    statements = load_statements(ARTICLE, ROOT / "documents")
    faithful = Counter(one.label for one in statements if one.faithful)
    unfaithful = Counter(one.label for one in statements if not one.faithful)
    assert faithful.total() >= 80
    assert unfaithful.total() >= 80
    assert set(unfaithful) == CHANGES
    assert min(unfaithful.values()) >= 8
    assert faithful["passive"] + faithful["active"] + faithful["reordered"] >= 40


def test_every_sentence_of_the_article_is_cited_by_faithful_and_unfaithful_statements() -> None:
    statements = load_statements(ARTICLE, ROOT / "documents")
    for truth in (True, False):
        cited = {words for one in statements if one.faithful is truth for words in one.cited}
        assert len(cited) == 24


def test_no_statement_is_written_twice() -> None:
    said = Counter(one.says for one in load_statements(ARTICLE, ROOT / "documents"))
    assert max(said.values()) == 1


@pytest.mark.parametrize(
    ("name", "sentences", "enough", "each"),
    [("clapnq", 45, 60, 5), ("covidqa", 45, 60, 5), ("squad2", 35, 50, 4), ("mtragun", 35, 50, 4)],
)
def test_public_documents_have_enough_statements_of_every_change(
    name: str, sentences: int, enough: int, each: int
) -> None:
    content = yaml.safe_load((PUBLIC / f"{name}.yaml").read_text("utf-8"))
    statements = content["statements"]
    faithful = Counter(one["form"] for one in statements if one["faithful"])
    unfaithful = Counter(one["change"] for one in statements if not one["faithful"])
    assert len({one["cites"][0]["digest"] for one in statements}) >= sentences
    assert faithful.total() >= enough
    turned = faithful["passive"] + faithful["active"] + faithful["reordered"]
    assert turned >= faithful.total() / 3
    assert unfaithful.total() >= 40
    assert set(unfaithful) == CHANGES
    assert min(unfaithful.values()) >= each


@pytest.mark.parametrize("name", ["clapnq", "covidqa", "squad2", "mtragun"])
def test_public_text_is_cited_by_place_and_digest_and_never_copied(name: str) -> None:
    content = yaml.safe_load((PUBLIC / f"{name}.yaml").read_text("utf-8"))
    for one in content["statements"]:
        for span in one["cites"]:
            assert set(span) == {"doc_id", "start", "end", "digest"}, one["id"]
