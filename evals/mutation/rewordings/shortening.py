"""The same statement with less in it: what goes leaves the rest as true as it was."""

import re
from collections.abc import Iterator

from evals.mutation.edits import capitalised
from evals.mutation.english.grammar import AUXILIARIES, only_verb
from evals.mutation.english.verbs import FORMS

CONNECTIVES = (
    "However|Moreover|Furthermore|Overall|In conclusion|Concurrently|Additionally|In addition|"
    "Therefore|Thus|Hence|Consequently|Meanwhile|Nevertheless|Nonetheless|Indeed|In fact|"
    "Similarly|Likewise|Finally|Also|For example|For instance|In summary|In contrast|By contrast|"
    "As a result|In particular|Notably|Importantly|Interestingly|On the other hand"
)
LEADING = re.compile(rf"(?:{CONNECTIVES}), (?=\w)")
LAST_WHICH = re.compile(r"(?<=[\w)’']), which [^;:()\"“”—–]+\.\Z")
INNER_WHICH = re.compile(r"(?<=[a-z]), which [^,;:()\"“”—–]{5,80}, (?=([a-z]+) )")
FRAGMENT = re.compile(
    r"(?:Unlike|While|Although|Though|If|When|Because|Despite|After|Before|Since|As|With|For|In|"
    r"On|At|During|By|From|Under|Alongside|Besides)\b"
)
SEMICOLON = re.compile(r"([^;()\"“”\[\]]+); ([^;()\"“”\[\]]+)\.\Z")


def without_connective(statement: str) -> Iterator[str]:
    """ "However, it rains." → "It rains."."""
    match = LEADING.match(statement)
    if match:
        yield capitalised(statement[match.end() :])


def without_which(statement: str) -> Iterator[str]:
    """The statement without a "which" clause that only adds something."""
    match = LAST_WHICH.search(statement)
    if (
        match
        and not re.search(r", which\b", statement[: match.start()])
        and _whole(statement[: match.start()])
    ):
        yield statement[: match.start()] + "."
    inner = INNER_WHICH.search(statement)
    if inner and inner[1] in AUXILIARIES and not re.search(r"\band\b", inner[0]):
        yield statement[: inner.start()] + " " + statement[inner.end() :]


def _whole(start: str) -> bool:
    """Whether words can be a sentence: with a verb, and brackets and quotation marks closed."""
    pairs = start.count("(") == start.count(")") and start.count("“") == start.count("”")
    closed = pairs and start.count('"') % 2 == 0
    if FRAGMENT.match(start) and "," not in start:
        return False
    if not any(word in AUXILIARIES or _finite(word) for word in re.findall(r"[a-z]+", start)):
        return False
    return closed and not re.search(r"\b(?:and|or)\s*\Z", start)


def _finite(word: str) -> bool:
    return any(form.tense in ("s", "past") for form in FORMS.get(word, ()))


def cut_at_semicolon(statement: str) -> Iterator[str]:
    """What stands before the only semicolon."""
    match = SEMICOLON.match(statement)
    if match is None:
        return
    first, second = match[1], match[2]
    if _has_verb(first) and _has_verb(second) and len(first.split()) >= 5:
        yield first.rstrip(", ") + "."


def _has_verb(text: str) -> bool:
    return any(word in AUXILIARIES for word in text.split()) or only_verb(text) is not None
