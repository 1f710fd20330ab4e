"""The same statement in another order: a phrase moved to the other end, a list turned round."""

import re
from collections.abc import Iterator

from evals.mutation.edits import capitalised
from evals.mutation.english.dates import MONTH
from evals.mutation.english.grammar import SUBORDINATING, lowered, only_verb, sentence_parts
from evals.mutation.english.names import Name, names

DATE = (
    rf"(?:(?:early |late |mid-)?(?:{MONTH}) (?:[0-9]{{1,2}}, )?[12][0-9]{{3}}|"
    rf"[0-9]{{1,2}} (?:{MONTH})(?: [12][0-9]{{3}})?|(?:{MONTH}) [0-9]{{1,2}}|[12][0-9]{{3}}|"
    rf"the (?:early |late )?(?:[12][0-9]{{2}}0s|[0-9]{{1,2}}th century)"
    r"|recent (?:years|months|decades|weeks))"
)
LEADING_DATE = re.compile(rf"((?:In|On|Since|By|During) {DATE}),? (?=[A-Z]|[a-z])(.+)\Z")
CLOSING_DATE = re.compile(rf"(.+?) ((?:in|on) {DATE})\Z")
LEADING_CLAUSE = re.compile(
    r"((?:Despite|Although|Though|Because|If|When|Unlike|While) [^,]+), ([^,]+)\Z"
)
CLOSING_CLAUSE = re.compile(r"([^,]+?),? ((?:because (?!of\b)|although|despite|unlike) [^,]+)\Z")
COMMA_BEFORE = ("Although", "Though", "Unlike", "While")
PRONOUN = re.compile(
    r"(?:It|He|She|They|This|These|Those|There|it|he|she|they|this|these|those|there)\b"
)
JOINED = re.compile(r"(?:,? and|,) ")


def moved(statement: str) -> Iterator[str]:
    """The statement with its leading date or clause at the end, or the reverse."""
    body = sentence_parts(statement)
    if body is None:
        return
    leading = LEADING_DATE.match(body)
    if leading and _one_plain_clause(leading[2]) and "," not in leading[2]:
        date = leading[1][0].lower() + leading[1][1:]
        yield f"{capitalised(leading[2])} {date}."
    closing = CLOSING_DATE.match(body)
    if closing and _one_plain_clause(closing[1]) and "," not in closing[1] and not leading:
        rest = lowered(closing[1])
        if rest is not None:
            yield f"{capitalised(closing[2])}, {rest}."
    yield from _clauses(body)


def _one_plain_clause(text: str) -> bool:
    """Whether a date may stand at either end: one verb, and nothing else that it could go with."""
    if len(text.split()) > 18 or SUBORDINATING.search(text) or re.search(rf"\b{DATE}", text):
        return False
    verb = only_verb(text)
    return verb is not None and verb.start > 0 and not re.search(r"\bbetween\b|\bto [a-z]", text)


def _clauses(body: str) -> Iterator[str]:
    leading = LEADING_CLAUSE.match(body)
    if leading and not SUBORDINATING.search(leading[2]) and not PRONOUN.match(leading[2]):
        first = leading[1].split()[0]
        clause = leading[1][0].lower() + leading[1][1:]
        if first in ("When", "If", "Although", "Though", "While") and not _has_subject(clause):
            return
        if not SUBORDINATING.search(clause.split(" ", 1)[1]) and len(leading[2].split()) > 3:
            comma = "," if first in COMMA_BEFORE else ""
            if only_verb(leading[2]) is not None:
                yield f"{capitalised(leading[2])}{comma} {clause}."
    closing = CLOSING_CLAUSE.match(body)
    if closing and not SUBORDINATING.search(closing[1]) and len(closing[1].split()) > 3:
        clause = closing[2].split(" ", 1)[1]
        rest = lowered(closing[1])
        if PRONOUN.match(clause):
            return
        if (
            rest is not None
            and not SUBORDINATING.search(clause)
            and only_verb(closing[1]) is not None
        ):
            yield f"{capitalised(closing[2])}, {rest}."


def _has_subject(clause: str) -> bool:
    """Whether a clause has a subject of its own, unlike "when heated"."""
    second = clause.split()[1]
    return not second.endswith(("ed", "en", "ing", "ly")) and second not in ("never", "not", "in")


def turned_lists(statement: str) -> Iterator[str]:
    """Names, or single words at the end of a list, that are joined by "and", in another order."""
    if re.search(r"\brespectively\b|\bformer\b|\blatter\b", statement):
        return
    found = [name for name in names(statement) if name.sort in ("place", "person")]
    for group in _groups(statement, found):
        if len(group) >= 2 and _stands_alone(statement, group):
            first, last = group[0], group[-1]
            inner = statement[first.end : last.start]
            yield statement[: first.start] + last.text + inner + first.text + statement[last.end :]
            return
    match = re.search(r"(, )([a-z]+)(,? and )([a-z]+)(?=[.,;](?! (?:and|or)\b))", statement)
    if match and _plain_words(statement, match):
        yield (
            statement[: match.start(2)] + match[4] + match[3] + match[2] + statement[match.end(4) :]
        )


def _groups(statement: str, found: list[Name]) -> Iterator[list[Name]]:
    """Runs of names with only commas and one "and" between them, that end with the "and"."""
    group: list[Name] = []
    for name in found:
        if group:
            between = statement[group[-1].end : name.start]
            if between == ", " or re.fullmatch(r",? and ", between):
                group.append(name)
                if "and" in between:
                    yield group
                    group = []
                continue
        group = [name]


def _stands_alone(statement: str, group: list[Name]) -> bool:
    """Whether nothing before or behind a list belongs to one of its members only."""
    before, after = statement[: group[0].start], statement[group[-1].end :]
    texts = [name.text for name in group]
    if len({name.sort for name in group}) > 1 or any("." in text for text in texts):
        return False
    if re.search(r"(?:[A-Z][\w.]*|\bthe|, (?:and )?|\band|[\"“(]|['’]s)\s?\Z", before):
        return False
    if group[0].start == 0 and group[0].sort != "place":
        return False
    return (
        re.match(
            r"\.|,(?! (?:who|which|whose|where|and|a|an|the)\b)| (?!and|or|of|in|who|which|that|"
            r"\()[a-z]",
            after,
        )
        is not None
    )


def _plain_words(statement: str, match: re.Match[str]) -> bool:
    """Whether two words are members of one list that has a member before them."""
    one, other = match[2], match[4]
    before = statement[: match.start()]
    verbs = only_verb(one) or only_verb(other)
    member = re.search(r"(?:\A|[,\s])([a-z]+)\Z", before)
    adverbs = {
        "however",
        "therefore",
        "too",
        "then",
        "also",
        "though",
        "so",
        "more",
        "other",
        "others",
    }
    return (
        verbs is None
        and member is not None
        and not {one, other} & adverbs
        and not one.endswith("ly")
        and not other.endswith("ly")
        and one.endswith("s") == other.endswith("s")
        and min(len(one), len(other)) > 2
    )
