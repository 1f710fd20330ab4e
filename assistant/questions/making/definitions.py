"""Questions for what something is, made from the ways in which texts say it."""

import re
from collections.abc import Iterator, Sequence

from assistant.questions.making.clause import Clause, joined
from assistant.questions.making.english import (
    DETERMINERS,
    FINITE_BE,
    HAVE,
    MODALS,
    PREPOSITIONS,
    SUBORDINATORS,
    TELLING_LITTLE,
    is_adverb,
)
from assistant.questions.making.kinds import GIVEN_NAMES, INSTITUTIONS, TITLES, kind_of
from assistant.questions.making.names import MONTHS_AND_DAYS, Names, is_capital, is_name
from assistant.questions.making.predicate import finite
from assistant.questions.making.turning import Draft, about
from assistant.questions.making.verbs import form_of, is_participle

LONGEST_TERM = 4
LONGEST_ANSWER = 14
ABBREVIATION = re.compile(r"((?:[\w’'-]+ ){1,8})\(([A-Z][A-Za-z]?[A-Z]{1,5})\)")
SUCH_AS = re.compile(
    r"\b((?:[A-Za-z-]+ ){1,3}[a-z-]+s),? (?:such as|like) "
    r"([A-Z][\w-]+(?: [A-Z][\w-]+){0,3})(?=[.,;]\s|[.,;]$| and | [a-z])"
)
NO_CLASS = (
    DETERMINERS
    | PREPOSITIONS
    | frozenset(
        "and or many some various several certain other numerous different most all few".split()
    )
)
"""Words that are no part of what a class is called."""
NO_OFFICE = MONTHS_AND_DAYS | frozenset("In On At The By After Before Former Then".split())
INSTITUTIONS_LOWER = frozenset(word.lower() for word in INSTITUTIONS)
PERSONS = frozenset(
    """
    founder writer author poet novelist king queen emperor ruler leader president minister general
    scientist physicist chemist biologist mathematician engineer inventor explorer philosopher
    historian economist politician lawyer judge artist painter composer singer musician actor
    actress director player coach captain professor teacher student doctor physician surgeon nurse
    priest bishop monk pope saint merchant employee defendant resident native son daughter brother
    sister wife husband father mother member chairman manager officer soldier commander governor
    senator mayor architect journalist critic scholar prince princess duke man woman boy girl
    enemy figure star hero character successor grandson nephew uncle geologist astronomer chancellor
    secretary businessman
    """.split()
)
"""Who, rather than what, somebody is."""


def definition_questions(
    text: str, tokens: Sequence[str], clause: Clause | None, names: Names
) -> Iterator[Draft]:
    """The questions for the meaning of a name or a term that a sentence explains.

    `text` is the sentence as it stands, `tokens` and `clause` are it in plain form.
    """
    if clause:
        yield from _copula(clause)
    yield from _apposition(tokens, names)
    yield from _office(tokens)
    yield from _abbreviation(text)
    yield from _such_as(text)


def _copula(clause: Clause) -> Iterator[Draft]:
    """ "Tin is a metal": "What is tin?"."""
    first = clause.verb[0]
    if len(clause.verb) != 1 or first not in ("is", "was") or clause.lead:
        return
    if clause.rest[0] not in ("a", "an", "one", "the"):
        return
    term = clause.inner_subject
    name = about(clause)
    if not name and (
        len(term) > LONGEST_TERM or term[0] in DETERMINERS | {"one"} or set(term) & PREPOSITIONS
    ):
        return
    answer = _noun_phrase(clause.rest)
    if answer is None or (clause.rest[0] == "the" and not name):
        return
    yield _asked(" ".join(term), answer, first)


def _apposition(tokens: Sequence[str], names: Names) -> Iterator[Draft]:
    """ "Bryansk, a town on the Desna, …": "What is Bryansk?"."""
    for at in range(1, len(tokens) - 4):
        if tokens[at] != "," or tokens[at + 1] not in ("a", "an", "the"):
            continue
        start = at
        while start and is_capital([tokens[start - 1]]):
            start -= 1
        if start == 0 and names.opening(tokens) != "name":
            continue
        name = tokens[start:at]
        before = tokens[start - 1] if start else ""
        if not is_name(name) or before in (",", "and", "or", "of", "in", "the"):
            continue
        inside_name = before in PREPOSITIONS and is_capital(tokens[start - 2 : start - 1])
        if inside_name or (
            tokens[0].lower() in PREPOSITIONS | SUBORDINATORS and "," not in tokens[:at]
        ):
            continue
        end = next((i for i in range(at + 1, len(tokens)) if tokens[i] in (",", ";")), len(tokens))
        ahead = [word for word in tokens[end + 1 : end + 3] if not is_adverb(word)]
        if ahead and not (tokens[end] == "," and finite(ahead[0], name)):
            continue
        if tokens[at + 1] == "the" and (start or not tokens[at + 2].islower()):
            continue
        aside = tokens[at + 1 : end]
        answer = _noun_phrase(aside)
        if answer and not any(word in FINITE_BE | MODALS | HAVE for word in aside[: len(answer)]):
            yield _asked(" ".join(name), answer, "is")
            return


def _office(tokens: Sequence[str]) -> Iterator[Draft]:
    """ "Foreign Minister Ada Byron": "Who is Ada Byron?"."""
    for at, word in enumerate(tokens):
        if word not in TITLES - {"Mr", "Mrs", "Ms", "Dr", "Sir", "Lord", "Lady", "Saint", "St"}:
            continue
        start, end = at, at + 1
        while start and is_capital([tokens[start - 1]]) and tokens[start - 1] not in NO_OFFICE:
            start -= 1
        while end < len(tokens) and is_capital([tokens[end]]):
            end += 1
        name = list(tokens[at + 1 : end])
        if len(name) >= 2 and at > start and kind_of(" ".join(name)) in ("unknown", "person"):
            yield Draft(
                "definition", f"Who is {' '.join(name)}?", (joined(tokens[start : at + 1]),)
            )
            return


def _abbreviation(text: str) -> Iterator[Draft]:
    """ "European Central Bank (ECB)": "What does ECB stand for?"."""
    for match in ABBREVIATION.finditer(text) if "(" in text else ():
        letters = match.group(2)
        if full := _spelled(match.group(1).split(), letters):
            yield Draft("definition", f"What does {letters} stand for?", (full,))
            return


def _spelled(words: Sequence[str], letters: str) -> str:
    """The last words whose first letters are these, small words in between passed over."""
    left = letters.lower()
    for at in range(len(words) - 1, -1, -1):
        word = words[at].lower()
        initials = "".join(piece[:1] for piece in re.split(r"[-’']", word))
        if left.endswith(initials):
            left = left.removesuffix(initials)
        elif word not in PREPOSITIONS | {"and", "the"}:
            return ""
        if not left:
            return " ".join(words[at:])
    return ""


def _such_as(text: str) -> Iterator[Draft]:
    """ "projects such as BRICS Plus": "What is BRICS Plus?"."""
    match = SUCH_AS.search(" ".join(text.split()))
    if match and kind_of(match.group(2)) in ("letters", "unknown"):
        name, group = match.group(2), match.group(1).split()
        cuts = [at for at, word in enumerate(group) if not _describes_class(word)]
        group = group[cuts[-1] + 1 :] if cuts else group
        if len(group) >= 2:
            yield Draft("definition", f"What is {name}?", (" ".join(group),), name)


def _describes_class(word: str) -> bool:
    verb = form_of(word)
    acts = verb is not None and verb.form in ("past", "participle")
    return not (acts or word.lower() in NO_CLASS or is_capital([word]))


def _noun_phrase(words: Sequence[str]) -> tuple[str, ...] | None:
    """What something is said to be, up to what is said of that; None where it tells little."""
    end = next(
        (
            at
            for at, word in enumerate(words)
            if word in SUBORDINATORS | {",", ";", ":", "to", "as", "than", "but"}
        ),
        len(words),
    )
    if end <= 2 and words[end : end + 1] and words[end] in ("that", "which", "who"):
        whole = words.index(",", end) if "," in words[end:] else len(words)
        end = whole if whole <= LONGEST_ANSWER else end  # "a property that describes …"
    phrase = tuple(words[:end])
    while phrase and phrase[-1] in PREPOSITIONS | DETERMINERS | {"and", "or"}:
        phrase = phrase[:-1]
    told = phrase[1:2]
    if not 2 <= len(phrase) <= LONGEST_ANSWER or not told:
        return None
    if told[0] in TELLING_LITTLE and len(phrase) <= 4:
        return None
    return phrase


def _asked(term: str, answer: Sequence[str], verb: str) -> Draft:
    ends = PREPOSITIONS | SUBORDINATORS
    at = next((at for at in range(2, len(answer)) if answer[at] in ends), len(answer))
    named = is_name(term.split())
    given = term in GIVEN_NAMES and answer[at - 1] not in INSTITUTIONS_LOWER
    if kind_of(term) == "person" or given or (named and answer[at - 1] in PERSONS):
        word = "Who"
    else:
        word = "Who or what" if named and verb == "was" and kind_of(term) == "unknown" else "What"
    core = answer if answer[at : at + 1] == ("of",) else answer[:at]
    while len(core) > 2 and is_participle(core[-1]):
        core = core[:-1]
    forms = dict.fromkeys((joined(answer), joined(core)))
    return Draft("definition", f"{word} {verb} {term}?", tuple(forms), term if named else "")
