"""`python -m evals.mutation SUITE …`: what the check of statements catches and where it errs."""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tqdm import tqdm

from assistant.grounding.check import check
from evals.folder import DocumentFolder
from evals.mutation.correct import (
    Correct,
    pairs_of,
    sampled,
    statements_of,
    statements_of_folder,
)
from evals.mutation.count import ORDER, Trial, trials_of, trials_of_pair, trials_of_written
from evals.mutation.pool import Pool, pool_of
from evals.mutation.statements import load_statements
from evals.mutation.tables import missed, to_markdown
from evals.suite import load_suite
from index.document import Document
from index.errors import FootnoteError


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the tables to standard output: 0, or 2 with one line of what is wrong."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.suites and not options.statements:
        parser.error("nothing to count; name a suite, a folder or --statements")
    try:
        trials = [*_trials(options.suites, options.limit)]
        for file, folder in options.statements:
            trials += _written(file, folder)
    except FootnoteError as error:
        sys.stderr.write(f"footnote: {error}\n")
        return 2
    sys.stdout.write(to_markdown(trials))
    if options.show:
        sys.stdout.write("\n" + "".join(f"{line}\n" for line in missed(trials, options.show)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals.mutation",
        description="Makes correct statements false, one change at a time, and others out of them "
        "that stay true, and counts what the check of statements says of them.",
    )
    parser.add_argument(
        "suites",
        type=Path,
        nargs="*",
        metavar="SUITE",
        help="a suite, of which the evidence is taken, or a folder of documents",
    )
    parser.add_argument(
        "--limit", type=_count, metavar="N", help="statements of each suite, evenly spread"
    )
    parser.add_argument(
        "--statements",
        type=Path,
        nargs=2,
        action="append",
        default=[],
        metavar=("FILE", "DOCUMENTS"),
        help="labelled statements about the documents of a folder",
    )
    parser.add_argument(
        "--show",
        choices=("all", *ORDER),
        metavar="KIND",
        help=f"list what went wrong, of one kind: all, {', '.join(ORDER)}",
    )
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above 0")
    return int(text)


def _trials(suites: Sequence[Path], limit: int | None) -> Iterator[Trial]:
    for path in suites:
        statements, documents = _correct(path)
        pool = _pool(documents)
        for one in tqdm(sampled(statements, limit), desc=path.name, file=sys.stderr, disable=None):
            yield from trials_of(one, pool, check)
        for one, other in sampled(pairs_of(documents), limit):
            yield from trials_of_pair(one, other, pool, check)


def _correct(path: Path) -> tuple[tuple[Correct, ...], Mapping[str, Document]]:
    """The correct statements of a suite, or of a folder that is none, with its documents."""
    holds_suite = any((path / name).is_file() for name in ("cases.yaml", "questions.jsonl"))
    if path.is_dir() and not holds_suite:
        documents = DocumentFolder(path)
        return statements_of_folder(documents), documents
    suite = load_suite(path)
    return statements_of(suite), suite.documents


def _written(file: Path, folder: Path) -> Iterator[Trial]:
    pool = _pool(DocumentFolder(folder))
    for one in load_statements(file, folder):
        yield from trials_of_written(one, pool, check)


def _pool(documents: Mapping[str, Document]) -> Pool:
    return pool_of(document.text for document in documents.values())


if __name__ == "__main__":
    sys.exit(main())
