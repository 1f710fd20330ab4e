"""Active statements made passive, and passive ones active, where every part is plain."""

import re
from collections.abc import Iterator

from evals.mutation.edits import capitalised
from evals.mutation.english.grammar import (
    AUXILIARIES,
    OBJECTS,
    SUBORDINATING,
    VerbGroup,
    lowered,
    many,
    only_verb,
    sentence_parts,
)
from evals.mutation.english.names import names
from evals.mutation.english.verbs import FORMS, TRANSITIVE, base_of, participle, past, third_person
from evals.mutation.rewordings.order import DATE, LEADING_DATE
from evals.mutation.said import QUOTED
from index.words import STOP_WORDS

DETERMINED = re.compile(
    r"(?:the|an?|this|these|those|two|three|four|five|several|many|all|some)\b ", re.I
)
ATTRIBUTE = re.compile(
    r"\b(?:an?|the|his|her|its|their) (?:[a-z-]+ ){0,2}(?P<noun>[a-z]+) (?P<done>[a-z]+) by "
    r"(?P<who>(?:the )?(?:[A-Z][a-z]+ [a-z]+ )?)(?=[A-Z])"
)
NO_AGENT = re.compile(
    r"\b(?:end|time|name|margin|use|beginning|middle|late|early|mid|year|years|way|fact|side|sea|"
    r"means|day|days|number|vote|date|addition|hand|default|age|percent)\b|[0-9%]"
)
OWN = re.compile(
    r"\b(?:his|her|its|their|our|my|himself|herself|itself|themselves|each other|one another)\b",
    re.I,
)
PREPOSITION = re.compile(
    r" (?=(?:in|on|at|for|from|to|with|into|as|through|by|during|under|over|about|against|between|"
    r"after|near|along|via|across)\b)"
)
PASSIVE = re.compile(
    r"(?P<what>.+?) (?P<be>was|were|is|are) (?P<how>(?:[a-z]+ly|first|also|"
    r"later) )?(?P<done>[a-z]+) by (?P<who>.+?)"
    rf"(?P<when> (?:in|on) {DATE})?\Z"
)


def passive(statement: str) -> Iterator[str]:
    """ "Bob drew the maps in 1890." → "The maps were drawn by Bob in 1890."."""
    body = sentence_parts(statement)
    dated = LEADING_DATE.match(body) if body else None
    lead = body[: dated.start(2)] if body and dated else ""
    if body is None or SUBORDINATING.search(body):
        return
    body = capitalised(body[len(lead) :])
    verb = only_verb(body)
    if verb is None or "," in body:
        return
    word = body[verb.start : verb.end]
    base, now = base_of(word, "past"), ("was", "were")
    if base is None:
        base, now = base_of(word, "s"), ("is", "are")
    if base not in TRANSITIVE:
        return
    agent = _agent(body[: verb.start].rstrip())
    what, tail = _object(body, verb)
    plural = many(what) if what else None
    if agent is None or what is None or plural is None:
        return
    what = what if lead else capitalised(what)
    yield f"{lead}{what} {now[plural]} {participle(base)} by {agent}{tail}."


def _agent(subject: str) -> str | None:
    """The subject as it stands behind "by"."""
    if subject in ("He", "She", "They"):
        return OBJECTS[subject]
    if subject.split() and (subject.split()[-1].endswith("ly") or OWN.search(subject)):
        return None
    if len(subject.split()) > 7 or not (_is_name(subject) or DETERMINED.match(subject)):
        return None
    return lowered(subject)


def _object(body: str, verb: VerbGroup) -> tuple[str | None, str]:
    """What a verb is done to, and the rest of the sentence."""
    rest = body[verb.end :].lstrip()
    what, *tail = PREPOSITION.split(rest, maxsplit=1)
    plain = DETERMINED.match(what) or _is_name(what)
    if not plain or OWN.search(rest) or len(what.split()) > 8 or re.search(r"\band\b|[0-9]", what):
        return None, ""
    if tail and not re.match(rf"(?:in|at|during) |on {DATE}\Z", tail[0]):
        return None, ""
    return what, f" {tail[0]}" if tail else ""


def _is_name(phrase: str) -> bool:
    name = next(iter(names(phrase)), None)
    return name is not None and name.start == 0 and name.end == len(phrase)


def active(statement: str) -> Iterator[str]:
    """ "The maps were drawn by Bob in 1890." → "Bob drew the maps in 1890."; and "a map drawn by
    Bob" → "a map that Bob drew"."""
    yield from _active_clause(statement)
    yield from _active_attribute(statement)


def _active_attribute(statement: str) -> Iterator[str]:
    for match in ATTRIBUTE.finditer(statement):
        base = base_of(match["done"], "participle")
        name = next((n for n in names(statement) if n.start == match.end()), None)
        after = statement[name.end :] if name else ""
        noun = match["noun"]
        if (
            name is None
            or base not in TRANSITIVE - {"surround", "own", "influence"}
            or name.sort in ("people", "thing")
        ):
            continue
        if noun in AUXILIARIES or noun.endswith("ly") or noun in FORMS or noun in STOP_WORDS:
            continue
        if not re.match(r"[,.;]| in (?:[12][0-9]{3}|the)| for ", after):
            continue
        if any(
            one.start() < name.end and match.start() < one.end()
            for one in QUOTED.finditer(statement)
        ):
            continue
        who = statement[match.start("who") : name.end]
        yield statement[: match.start("done")] + f"that {who} {past(base)}" + after
        return


def _active_clause(statement: str) -> Iterator[str]:
    body = sentence_parts(statement)
    dated = LEADING_DATE.match(body) if body else None
    lead = body[: dated.start(2)] if body and dated else ""
    if body is None or SUBORDINATING.search(body):
        return
    body = capitalised(body[len(lead) :])
    match = PASSIVE.match(body)
    if match is None or (lead and match["when"]):
        return
    verb = only_verb(body)
    base = base_of(match["done"], "participle")
    if verb is None or base not in TRANSITIVE or re.search(r"[,]", body):
        return
    what, who = _patient(match["what"]), match["who"].strip()
    both = [_is_name(one) for one in who.split(" and ")]
    plain = all(both) or (DETERMINED.match(who) and not NO_AGENT.search(who) and len(both) == 1)
    if what is None or not plain or OWN.search(body) or len(who.split()) > 8 or len(both) > 2:
        return
    if PREPOSITION.search(who):
        return
    if match["be"] in ("was", "were"):
        done: str | None = past(base)
    else:
        plural = many(who)
        done = None if plural is None else base if plural else third_person(base)
    if done is not None:
        first = who if lead else capitalised(who)
        yield f"{lead}{first} {match['how'] or ''}{done} {what}{match['when'] or ''}."


def _patient(subject: str) -> str | None:
    """The subject of a passive as the object of its active."""
    if subject in OBJECTS:
        return OBJECTS[subject]
    if len(subject.split()) > 14 or not (_is_name(subject) or DETERMINED.match(subject)):
        return None
    return lowered(subject)
