"""Reads a suite from its folder: cases, gates, and the documents that they are about."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.answer import Turn
from evals.case import EVIDENCE_MODES, SCOPES, Case, Gold
from evals.fields import Fields
from evals.folder import DocumentFolder
from evals.gates import Gate, read_gates
from index.document import Span
from index.errors import InvalidInput

JSON_LINES = "questions.jsonl"
YAML = "cases.yaml"

CASE_KEYS = (
    "id", "question", "history", "answerable", "answers", "evidence", "doc_id", "scope", "kind",
    "lang", "answer_type", "evidence_mode", "meta",
)  # fmt: skip
FILE_KEYS = ("documents", "document", "gates", "cases", "meta")
OFFSET_KEYS = ("doc_id", "start", "end", "text")
QUOTE_KEYS = ("doc_id", "quote")


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases with the folder of documents that answers them, and the gates that must hold."""

    name: str
    cases: tuple[Case, ...]
    documents: DocumentFolder
    gates: tuple[Gate, ...] = ()


def load_suite(path: Path) -> Suite:
    """The suite at `path`: a folder with `questions.jsonl` and `docs/`, one with `cases.yaml`,
    or that YAML file itself.

    Raises InvalidInput, naming file, line or case and reason, for anything that does not fit the
    suite format: a missing or ambiguous quote, offsets whose text differs, a key that is not
    known, an id that occurs twice.
    """
    if path.is_dir():
        found = [path / name for name in (JSON_LINES, YAML) if (path / name).is_file()]
        if len(found) != 1:
            count = "both" if found else "neither"
            raise InvalidInput(f"{path}: has {count} of {JSON_LINES} and {YAML}; one is needed")
        path = found[0]
    elif not path.is_file():
        raise InvalidInput(f"{path}: no such suite; name a folder with {JSON_LINES} or {YAML}")
    return _load_yaml(path) if path.suffix in (".yaml", ".yml") else _load_json_lines(path)


def _load_json_lines(path: Path) -> Suite:
    documents = DocumentFolder(path.parent / "docs")
    cases = []
    # Not splitlines: a JSON text may hold U+2028, which is a line end there and none in JSON.
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            row = json.loads(line, object_pairs_hook=_once_each)
        except ValueError as error:
            raise InvalidInput(f"{where}: not a JSON object: {error}") from error
        if isinstance(row, dict) and "answerable" not in row:
            raise InvalidInput(f"{where}: 'answerable' is missing")
        cases.append(_case(row, where, documents, document="", evidence_keys=(OFFSET_KEYS,)))
    _check_ids(cases, path)
    return Suite(path.parent.resolve().name, tuple(cases), documents)


def _load_yaml(path: Path) -> Suite:
    try:
        content = yaml.load(_read(path), _UniqueKeyLoader)
    except yaml.YAMLError as error:
        raise InvalidInput(_yaml_error(path, error)) from error
    fields = Fields(content, str(path), FILE_KEYS)
    documents = DocumentFolder((path.parent / fields.text("documents", "docs")).resolve())
    document = fields.text("document", "")
    cases = [
        _case(row, f"{path}: case {number}", documents, document, (QUOTE_KEYS, OFFSET_KEYS))
        for number, row in enumerate(fields.items("cases"), start=1)
    ]
    _check_ids(cases, path)
    gates = read_gates(fields.object("gates"), str(path), {case.kind for case in cases})
    return Suite(path.parent.resolve().name, tuple(cases), documents, gates)


def _case(
    row: object,
    where: str,
    documents: DocumentFolder,
    document: str,
    evidence_keys: Sequence[Sequence[str]],
) -> Case:
    if isinstance(row, dict) and isinstance(row.get("id"), str):
        where = f"{where} ({row['id']})"
    fields = Fields(row, where, CASE_KEYS)
    name = fields.text("doc_id", "") or document
    case = Case(
        id=fields.text("id"),
        question=fields.text("question"),
        answerable=fields.flag("answerable", True),
        evidence=tuple(_evidence(fields, documents, name, evidence_keys)),
        answers=fields.texts("answers"),
        history=tuple(_history(fields)),
        document=_find(fields, documents, name) if name else None,
        scope=fields.choice("scope", SCOPES, "corpus"),
        kind=fields.text("kind", ""),
        lang=fields.text("lang", ""),
        answer_type=fields.text("answer_type", "span"),
        evidence_mode=fields.choice("evidence_mode", EVIDENCE_MODES, "all"),
        meta=fields.object("meta"),
    )
    if case.answerable and not case.evidence:
        raise fields.error("is answerable but has no evidence; quote the words that answer")
    if case.evidence and not case.answerable:
        raise fields.error("has evidence but is not answerable; drop one of the two")
    if case.scope == "document" and case.document is None:
        raise fields.error("has scope 'document' but no 'doc_id'")
    return case


def _history(fields: Fields) -> Iterator[Turn]:
    for number, item in enumerate(fields.items("history"), start=1):
        turn = Fields(item, f"{fields.where}: history {number}", ("question", "answer"))
        yield Turn(turn.text("question"), turn.text("answer"))


def _evidence(
    case: Fields, documents: DocumentFolder, name: str, forms: Sequence[Sequence[str]]
) -> Iterator[Gold]:
    for number, item in enumerate(case.items("evidence"), start=1):
        where = f"{case.where}: evidence {number}"
        keys = next((form for form in forms if isinstance(item, dict) and form[-1] in item), None)
        fields = Fields(item, where, keys or forms[0])
        id = _find(fields, documents, fields.text("doc_id", name))
        text = documents[id].text
        if fields.has("quote"):
            yield _quoted(fields, id, text)
        else:
            yield _sliced(fields, id, text)


def _quoted(fields: Fields, id: str, text: str) -> Gold:
    quote = fields.text("quote")
    start = text.find(quote)
    if start < 0:
        raise fields.error(f"{id} does not say {_short(quote)}; copy the words exactly")
    again = text.find(quote, start + 1)
    if again >= 0:
        raise fields.error(
            f"{id} says {_short(quote)} more than once (at {start} and {again}); quote more words"
        )
    return Gold(Span(id, start, start + len(quote)), quote)


def _sliced(fields: Fields, id: str, text: str) -> Gold:
    start, end, expected = fields.whole("start"), fields.whole("end"), fields.text("text")
    if not 0 <= start < end <= len(text):
        raise fields.error(f"{start} to {end} is no span of {id}, which has {len(text)} characters")
    if text[start:end] != expected:
        raise fields.error(
            f"{id} says {_short(text[start:end])} from {start} to {end}, not {_short(expected)}"
        )
    return Gold(Span(id, start, end), expected)


def _find(fields: Fields, documents: DocumentFolder, name: str) -> str:
    if not name:
        raise fields.error("names no document; add 'doc_id'")
    try:
        return documents.find(name)
    except LookupError as error:
        raise fields.error(str(error)) from error


def _check_ids(cases: Sequence[Case], path: Path) -> None:
    if not cases:
        raise InvalidInput(f"{path}: holds no cases; add one")
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise InvalidInput(f"{path}: case {case.id!r} occurs twice; give one another id")
        seen.add(case.id)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path}: cannot be read as UTF-8 text: {error}") from error


def _yaml_error(path: Path, error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        line = error.problem_mark.line + 1
        return f"{path}: line {line}: not YAML: {error.problem}; correct the line"
    return f"{path}: not YAML: {' '.join(str(error).split())}"


def _short(words: str) -> str:
    return repr(words if len(words) <= 60 else words[:59] + "…")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise ValueError("a key occurs twice")
    return row


class _UniqueKeyLoader(yaml.SafeLoader):
    """Refuses a key that occurs twice, of which YAML readers silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = []
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key.value!r} occurs twice", key.start_mark
                )
            seen.append(key.value)
        return super().construct_mapping(node, deep)
