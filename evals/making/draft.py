"""A suite drafted from a folder of documents, without a key and without a language model."""

import hashlib
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from assistant.questions.making.english import looks_english
from evals.making.blanks import BLANK
from evals.making.candidates import Candidate, candidates_of
from evals.making.choose import by_lot, choose, thinned
from evals.making.foreign import noise
from evals.making.off_topic import off_topic, stems_watched
from evals.making.survey import Survey
from evals.making.unanswerable import Unanswerable, foreign_names, foreign_numbers, masked
from evals.making.written import to_yaml
from evals.suite import JSON_LINES_FILE, YAML_FILE
from index.document import Document
from index.errors import InvalidInput, UnreadableDocument
from index.loaders import load
from index.scan import Found, scan

MOST = 60
"""Cases of a drafted suite, two in three of them answerable."""
POOL = 600
"""Candidates to choose from, whatever the size of the folder."""
FEWEST_DOCUMENTS = 60
"""Documents that candidates come from, where there are as many."""
FEWEST_UNANSWERABLE = 6
"""Unanswerable cases, however few questions the documents give."""
SHARES = {"foreign-name": 0.3, "foreign-number": 0.25, "off-topic": 0.2, "masked": 0.25}
"""Of the unanswerable cases."""
BEGINNING = 20_000
"""Characters by which a document's language is told."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """The cases of a suite, and what had to be left out: by document id, the reason."""

    answerable: tuple[Candidate, ...]
    unanswerable: tuple[Unanswerable, ...]
    documents: int
    left_out: dict[str, str] = field(default_factory=dict)


def write_suite(folder: Path, suite: Path) -> str:
    """Drafts a suite about the documents in `folder`, writes it to `suite`/cases.yaml and tells
    what was made, as text for the terminal.

    Raises InvalidInput where a suite is there already, where no question can be made or where
    the file cannot be written, and FolderUnusable as `index.scan.scan` does.
    """
    there = next(
        (suite / name for name in (YAML_FILE, JSON_LINES_FILE) if (suite / name).exists()), None
    )
    if there is not None:
        raise InvalidInput(f"{there}: is there already and is never overwritten; name another")
    drafted = draft(folder)
    path = suite / YAML_FILE
    try:
        suite.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(to_yaml(drafted.answerable, drafted.unanswerable, folder, suite))
    except OSError as error:
        reason = error.strerror or error
        raise InvalidInput(f"{path}: cannot be written: {reason}; name another folder") from error
    return _summary(drafted, path)


def draft(folder: Path, most: int = MOST) -> Drafted:
    """At most `most` cases about the documents in `folder`; the same folder gives the same.

    Raises InvalidInput where not one question can be made, FolderUnusable as `scan` does.
    """
    found = scan(folder)
    left_out = dict(found.failed)
    candidates = _candidates(folder, found.files, left_out)
    survey = Survey(candidates, stems_watched())
    for document in _documents(folder, found.files, left_out):
        survey.add(document)
    numbers = range(len(candidates))
    usable = [n for n in numbers if survey.is_telling(n) and not survey.is_ambiguous(n)]
    chosen = choose(candidates, usable, most * 2 // 3)
    if not chosen:
        raise InvalidInput(_nothing(folder, candidates, left_out))
    wanted = min(most // 3, max(FEWEST_UNANSWERABLE, round(len(chosen) * 2 / 3)))
    unanswerable = _unanswerable(candidates, usable, chosen, survey, wanted)
    return Drafted(
        tuple(candidates[n] for n in chosen), tuple(unanswerable), survey.documents, left_out
    )


def _candidates(folder: Path, files: Sequence[Found], left_out: dict[str, str]) -> list[Candidate]:
    """Candidates of documents drawn by lot, until there are enough from enough documents."""
    each = max(8, -(-POOL // len(files)))
    drawn: list[Candidate] = []
    used = 0
    lots = sorted(files, key=lambda file: hashlib.sha256(file.id.encode()).digest())
    for document in _documents(folder, lots, left_out):
        if not looks_english(document.text[:BEGINNING]):
            left_out[document.id] = "not in English, or too short to tell; no questions from it"
            continue
        found = thinned(list(candidates_of(document, alone=len(files) == 1)), each)
        drawn += found
        used += bool(found)
        if len(drawn) >= POOL and used >= FEWEST_DOCUMENTS:
            break
    return drawn


def _documents(
    folder: Path, files: Sequence[Found], left_out: dict[str, str]
) -> Iterator[Document]:
    for file in files:
        try:
            yield load(file.path, folder)
        except UnreadableDocument as error:
            left_out[file.id] = str(error)


def _unanswerable(
    candidates: Sequence[Candidate],
    usable: Sequence[int],
    chosen: Sequence[int],
    survey: Survey,
    wanted: int,
) -> list[Unanswerable]:
    """Of each kind its share, and more of the others where one has too few."""
    questions = [n for n in by_lot(candidates, chosen) if BLANK not in candidates[n].draft.question]
    pool = [candidates[n] for n in (*questions, *by_lot(candidates, set(usable) - set(chosen)))]
    order = noise(str(sorted(survey.vocabulary.items())[:100]))
    sources: dict[str, Iterator[Unanswerable]] = {
        "masked": masked([candidates[n] for n in questions], questions, survey),
        "foreign-name": foreign_names(pool, survey),
        "foreign-number": foreign_numbers(pool, survey),
        "off-topic": (Unanswerable("off-topic", text) for text in off_topic(survey, order)),
    }
    taken = {
        kind: list(islice(source, round(SHARES[kind] * wanted))) for kind, source in sources.items()
    }
    for kind, source in sources.items():
        missing = wanted - sum(map(len, taken.values()))
        taken[kind] += islice(source, max(0, missing))
    return [one for kind in SHARES for one in taken[kind]]


def _nothing(folder: Path, candidates: Sequence[Candidate], left_out: dict[str, str]) -> str:
    advice = "add documents with whole English sentences, or write the cases by hand"
    if candidates:
        return f"{folder}: whatever its sentences answer, others answer as well; {advice}"
    first = next((f" ({id}: {why})" for id, why in left_out.items()), "")
    return f"{folder}: no sentence of its documents makes a question{first}; {advice}"


def _summary(drafted: Drafted, path: Path) -> str:
    kinds: dict[str, int] = {}
    for kind in (
        *(c.draft.kind for c in drafted.answerable),
        *(u.kind for u in drafted.unanswerable),
    ):
        kinds[kind] = kinds.get(kind, 0) + 1
    answerable, unanswerable = len(drafted.answerable), len(drafted.unanswerable)
    lines = [
        f"{path}: {answerable + unanswerable} cases drafted from {drafted.documents} document"
        f"{'s' * (drafted.documents != 1)}, {answerable} answerable and {unanswerable} not",
        "  " + ", ".join(f"{kind} {count}" for kind, count in kinds.items()),
    ]
    if drafted.documents == 1:
        lines.append("  no case of kind masked: that takes a second document to ask instead")
    if drafted.left_out:
        id, reason = next(iter(drafted.left_out.items()))
        more = f", and {len(drafted.left_out) - 1} more" if len(drafted.left_out) > 1 else ""
        lines.append(f"  left out: {id}: {reason}{more}")
    command = f"footnote eval {shlex.quote(str(path.parent))}"
    lines.append(f"Read it through, mend or delete what is not right, then: {command}")
    return "\n".join(lines) + "\n"
