"""Drafted cases in a suite file: a new one, or added to one that is there."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from assistant.feedback.given import Feedback
from evals.case_id import case_id
from evals.feedback.drafted import drafted_case, kind_of
from evals.folder import DocumentFolder
from evals.metrics import WRONG_CASES
from evals.output import check_writable, replace, write
from evals.problem import Problem
from evals.yaml_lines import Items, parse_yaml, plain
from evals.yaml_text import relative_folder, to_yaml_text
from index.errors import InvalidInput

HEADER = """\
# Drafted by `footnote feedback --to-suite` from what people said of answers. A case with `draft`
# fails until somebody does what that line asks for and drops it; the others fail as long as the
# assistant answers as it did. `meta` is there for you, and tells which feedback is here already.
"""
GATES = """\
gates:
  wrong: {max: 0}

"""


class Written(NamedTuple):
    """How many cases were added, and how many of the feedback had theirs already.

    `gated` is false where the suite may pass although a case of it is wrong.
    """

    added: int
    there: int
    gated: bool = True


def write_cases(feedback: Sequence[Feedback], documents: DocumentFolder, file: Path) -> Written:
    """Adds to a suite file a case for each feedback that it has none of yet.

    What the file says stays, byte for byte. Raises InvalidInput where it cannot be written, is of
    other documents, or is written such that nothing can be added at its end.
    """
    if file.suffix not in (".yaml", ".yml"):
        raise InvalidInput(f"{file}: a suite is written as YAML; name a file that ends in .yaml")
    check_writable({"--to-suite": file})
    if not file.exists():
        drafted = _drafted(feedback, documents, [])
        head = to_yaml_text({"documents": relative_folder(documents.root, file.parent)})
        if drafted:
            write(file, "\n".join([HEADER, head + GATES + "cases:\n", *map(_item, drafted)]))
        return Written(len(drafted), 0)
    text = _read(file)
    content = _parsed(text, file)
    _check_documents(content, documents, file)
    cases = content.get("cases") or Items()
    drafted = _drafted(feedback, documents, cases)
    if drafted:
        replace(file.resolve(), _with(text, content, drafted, file).encode())
    gated = WRONG_CASES in (content.get("gates") or ())
    return Written(len(drafted), len(feedback) - len(drafted), gated)


def _drafted(
    feedback: Sequence[Feedback], documents: DocumentFolder, cases: Sequence[Any]
) -> list[dict[str, Any]]:
    there = {case["meta"].get("feedback") for case in cases if _has_meta(case)}
    ids = {str(case.get("id")) for case in cases if isinstance(case, dict)}
    drafted = []
    for one in feedback:
        if one.id not in there:
            id = case_id(kind_of(one), one.question, ids)
            ids.add(id)
            drafted.append(drafted_case(one, id, documents))
    return drafted


def _has_meta(case: Any) -> bool:
    return isinstance(case, dict) and isinstance(case.get("meta"), dict)


def _item(case: Mapping[str, Any]) -> str:
    return to_yaml_text([case])


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except OSError as error:
        raise InvalidInput(f"{file}: cannot be read ({error.strerror}); allow that") from error
    except UnicodeDecodeError:
        raise InvalidInput(f"{file}: cannot be read as UTF-8; save it as that") from None


def _parsed(text: str, file: Path) -> dict[str, Any]:
    problems: list[Problem] = []
    content = parse_yaml(text.removeprefix("\ufeff"), file, problems)
    if problems:
        raise InvalidInput(str(problems[0]))
    cases = content.get("cases") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(cases, list):
        raise InvalidInput(f"{file}: is no suite, which has a list of cases; name another file")
    return content


def _check_documents(content: Mapping[str, Any], documents: DocumentFolder, file: Path) -> None:
    named = (file.parent / str(content.get("documents", "docs"))).resolve()
    if named != documents.root.resolve():
        raise InvalidInput(
            f"{file}: asks the documents of {named}, the feedback is about those of "
            f"{documents.root}; name another file"
        )


def _with(
    text: str, content: Mapping[str, Any], drafted: Sequence[Mapping[str, Any]], file: Path
) -> str:
    """The text with more cases at its end, which must read as the same and those besides."""
    indent = _indent(text, content["cases"])
    ended = text if text.endswith("\n") else f"{text}\n"
    items = [_indented(_item(case), indent) for case in drafted]
    longer = "\n".join([ended, *items])
    wanted = plain({**content, "cases": [*content["cases"], *drafted]})
    problems: list[Problem] = []
    if plain(parse_yaml(longer.removeprefix("\ufeff"), file, problems)) != wanted or problems:
        raise InvalidInput(
            f"{file}: nothing can be added at its end; write 'cases' last and each with a dash"
        )
    return longer


def _indent(text: str, cases: Sequence[Any]) -> str:
    """The spaces before the dash of the last case."""
    if not isinstance(cases, Items) or not cases.lines:
        return ""
    line = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[cases.lines[-1] - 1]
    return line[: len(line) - len(line.lstrip(" "))]


def _indented(item: str, indent: str) -> str:
    return re.sub(r"(?m)^(?=[^\n])", indent, item)
