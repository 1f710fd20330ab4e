"""`write_suite`: from a folder of documents to a suite that loads."""

from collections.abc import Callable
from pathlib import Path

import pytest

from evals.making.draft import MOST, draft, write_suite
from evals.suite import load_suite
from index.errors import FolderUnusable, InvalidInput
from index.words import words

Folder = Callable[..., Path]

TOWNS = ("Tarsk", "Velmouth", "Orrin", "Sulby", "Quarrage", "Hexley", "Brund", "Dunmarr")


def town(number: int, name: str) -> str:
    return (
        f"{name} is a walled town that the sea has reached {number} times.\n"
        f"In {1801 + 7 * number}, {name} joined the customs league of the northern coast.\n"
        f"The market of {name} has {11 + number} gates with bells of bronze.\n"
        f"{name} sold its herring fleet to a banker from the southern hills.\n"
        f"Traders in {name} depend on salt from the mines of Old {name}.\n"
    )


@pytest.fixture
def towns(folder: Folder) -> Path:
    return folder({f"{name}.txt": town(number, name) for number, name in enumerate(TOWNS, 2)})


def test_suite_loads_and_its_evidence_stands_where_it_says(towns: Path, tmp_path: Path) -> None:
    write_suite(towns, tmp_path / "suite")
    suite = load_suite(tmp_path / "suite")
    assert suite.documents.root == towns.resolve()
    answerable = [case for case in suite.cases if case.answerable]
    assert answerable
    for case in answerable:
        (gold,) = case.evidence
        text = suite.documents[gold.span.document].text
        assert text[gold.span.start : gold.span.end] == gold.text
        assert all(answer in gold.text for answer in case.answers)


def test_cases_are_of_every_kind_and_at_most_the_number_asked_for(
    towns: Path, tmp_path: Path
) -> None:
    write_suite(towns, tmp_path / "suite")
    cases = load_suite(tmp_path / "suite").cases
    assert {case.kind for case in cases} == {
        "cloze", "number", "name", "definition",
        "foreign-name", "foreign-number", "off-topic", "masked",
    }  # fmt: skip
    assert len(cases) <= MOST
    assert len(draft(towns, most=12).answerable) == 8


def test_cases_come_evenly_from_the_documents(towns: Path) -> None:
    asked = [case.span.document for case in draft(towns, most=24).answerable]
    assert {asked.count(id) for id in asked} == {2}
    assert len(set(asked)) == len(TOWNS)


def test_same_folder_gives_the_same_suite(towns: Path, tmp_path: Path) -> None:
    for place in ("one", "two"):
        write_suite(towns, tmp_path / place)
    one, two = ((tmp_path / place / "cases.yaml").read_bytes() for place in ("one", "two"))
    assert one == two


def test_documents_are_named_relative_to_the_suite(towns: Path, tmp_path: Path) -> None:
    write_suite(towns, tmp_path / "deep" / "suite")
    assert "documents: ../../documents" in (tmp_path / "deep/suite/cases.yaml").read_text()


def test_foreign_names_stand_in_no_document(towns: Path) -> None:
    held = {word for path in towns.iterdir() for word in words(path.read_text(encoding="utf-8"))}
    made = [one for one in draft(towns).unanswerable if one.kind == "foreign-name"]
    assert made
    for one in made:
        foreign = [w for w in one.question.rstrip("?").split()[1:] if w[:1].isupper()]
        assert any(word not in held for name in foreign for word in words(name))


def test_suite_that_is_there_is_never_overwritten(towns: Path, tmp_path: Path) -> None:
    for name in ("cases.yaml", "questions.jsonl"):
        place = tmp_path / name.replace(".", "-")
        place.mkdir()
        (place / name).write_text("mine")
        with pytest.raises(InvalidInput, match=f"{name}: is there already"):
            write_suite(towns, place)
        assert [path.name for path in place.iterdir()] == [name]
        assert (place / name).read_text() == "mine"


def test_folder_that_cannot_be_written_is_named_with_the_reason(
    towns: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InvalidInput, match=r"file/suite/cases.yaml: cannot be written: "):
        write_suite(towns, tmp_path / "file" / "suite")


def test_summary_counts_the_kinds_and_names_the_next_command(towns: Path, tmp_path: Path) -> None:
    told = write_suite(towns, tmp_path / "my suite")
    cases = load_suite(tmp_path / "my suite").cases
    assert f"{len(cases)} cases drafted from {len(TOWNS)} documents" in told
    assert f"masked {sum(case.kind == 'masked' for case in cases)}" in told
    assert f"footnote eval '{tmp_path}/my suite'" in told


def test_single_document_has_no_masked_case_and_the_summary_says_why(
    folder: Folder, tmp_path: Path
) -> None:
    told = write_suite(folder({"a.txt": town(3, "Tarsk")}), tmp_path / "suite")
    assert "no case of kind masked: that takes a second document" in told
    assert not [c for c in load_suite(tmp_path / "suite").cases if c.masked]


def test_documents_that_cannot_be_used_are_left_out_and_named(
    folder: Folder, tmp_path: Path
) -> None:
    spanish = "La reunión de los ministros se celebró en la ciudad vieja el martes pasado.\n"
    place = folder({"a.txt": town(3, "Tarsk"), "b.txt": b"\xff\xfe\x00", "es.txt": spanish * 4})
    told = write_suite(place, tmp_path / "suite")
    assert "left out: " in told
    assert "and 1 more" in told
    assert {c.document for c in load_suite(tmp_path / "suite").cases if c.answerable} == {"a.txt"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("La reunión de los ministros se celebró en la ciudad vieja el martes.\n", "in English"),
        ("Just a heading\n\nand another\n", "no sentence of its documents makes a question"),
        (town(3, "Tarsk") * 2, "others answer as well"),
    ],
)
def test_folder_without_a_question_is_an_error_with_reason_and_next_step(
    folder: Folder, tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(InvalidInput, match=reason) as raised:
        write_suite(folder({"a.txt": text}), tmp_path / "suite")
    assert "write the cases by hand" in str(raised.value)
    assert not (tmp_path / "suite").exists()


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FolderUnusable, match="no such folder"):
        write_suite(tmp_path / "none", tmp_path / "suite")
