"""Statements changed in one thing so that their source no longer bears them out, by rules."""

import random
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from lemminflect import getAllLemmas

from assistant.support.train.faithful import PASSIVE, capital, small
from assistant.support.train.words import NUMERALS, OPPOSITE


class Around(NamedTuple):
    """What a false statement may be made of: the rest of the passage, and other passages."""

    passage: str
    others: Sequence[str]


Rule = Callable[[str, Around, random.Random], str | None]

NAME = re.compile(
    r"(?<![.!?] )(?<!^)(?<!\A[“\"])\b[A-Z][\w’'-]+(?: (?:of |de |the )?[A-Z][\w’'-]+)*"
)
NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w])")
YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
WORDED = re.compile(rf"\b(?:{'|'.join(NUMERALS[2:])})\b")
MONTH = re.compile(
    r"\b(?:January|February|March|April|June|July|August|September|October|November|December)\b"
)
HELPING = re.compile(
    r"\b(is|was|are|were|has|have|had|can|could|will|would|may|might|should|must|did|does|do)\b"
    r"(?! not\b|n['’]t)"
)
DENIED = re.compile(r"(?: not\b|(?<=\w)n['’]t\b| never\b| no longer\b)")
PAST = re.compile(r"(?<= )(?P<verb>[a-z]+ed)(?= (?:the|a|an|his|her|its|their|in|on|to|by)\b)")
CLAUSE = re.compile(
    r"(?:, (?:which|because|since|so that|leading to|causing|as a result of|in order to|despite|"
    r"although|after|before|while|making|resulting in|thanks to|with|as|where|and)|"
    r" (?:because|due to|in order to|so that|after|before|despite|thanks to|owing to))"
    r" [^.;:]{12,90}(?=\.$)"
)
CAUSES = (
    " because of {}", " due to {}", ", which led to {}", " as a result of {}", " despite {}",
    ", mainly because of {}", " in order to help {}", ", thanks to {}", ", which caused {}",
    ", as {} had demanded", ", together with {}", " at the request of {}", ", unlike {}",
)  # fmt: skip
NOUNS = re.compile(r"\b(?:the|a|an|his|their|its) (?P<noun>(?:[a-z]+ )?[a-z]{4,})\b")


def number(text: str, around: Around, chance: random.Random) -> str | None:
    """Another number of the passage, or another that is near."""
    for shape in chance.sample((YEAR, NUMBER, WORDED, MONTH), 4):
        found = list(shape.finditer(text))
        if not found:
            continue
        match = chance.choice(found)
        others = {m.group() for m in shape.finditer(around.passage)} - {m.group() for m in found}
        if others and chance.random() < 0.7:
            other = chance.choice(sorted(others))
        elif shape is WORDED:
            other = chance.choice([word for word in NUMERALS[2:] if word != match.group()])
        elif shape is MONTH:
            other = chance.choice([m for m in MONTHS if m != match.group()])
        else:
            other = _near(match.group(), chance)
        return _put(text, match.span(), other)
    return None


def name(text: str, around: Around, chance: random.Random) -> str | None:
    """Another name of the passage, or of another one."""
    found = [m for m in NAME.finditer(text) if not MONTH.search(m.group())]
    if not found:
        return None
    match = chance.choice(found)
    near = _names(around.passage) - set(re.findall(r"[A-Z][\w’'-]+", text)) - {match.group()}
    pool = near if near and chance.random() < 0.65 else set[str]()
    if not pool and around.others:
        pool = _names(chance.choice(around.others))
    fits = sorted(n for n in pool if n not in text and match.group() not in n)
    alike = [n for n in fits if len(n.split()) == len(match.group().split())]
    return _put(text, match.span(), chance.choice(alike or fits)) if fits else None


def exchanged(text: str, around: Around, chance: random.Random) -> str | None:
    """Two of its names in each other's place, where they aren't in a list; or the two sides of
    a verb."""
    passive = PASSIVE.match(text)
    if passive and chance.random() < 0.7:
        lead, what, who = passive["lead"] or "", passive["what"], passive["who"]
        if chance.random() < 0.5:
            verb = f"{passive['be']} {passive['verb']} by"
            return f"{lead}{capital(who, not lead)} {verb} {small(what)}."
        return f"{lead}{what} {passive['verb']} {who}."
    found = [m for m in NAME.finditer(text) if not MONTH.search(m.group())]
    first = re.match(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*", text)
    if first and first.group() in _names(around.passage):
        found = [first, *found]
    pairs = [
        (one, other)
        for at, one in enumerate(found)
        for other in found[at + 1 :]
        if one.group() != other.group()
        and not re.fullmatch(r"[\s,]*(?:(?:and|or|&)\s)?(?:the )?", text[one.end() : other.start()])
        and one.end() < other.start()
    ]
    if not pairs:
        return None
    one, other = chance.choice(pairs)
    between = text[one.end() : other.start()]
    return f"{text[: one.start()]}{other.group()}{between}{one.group()}{text[other.end() :]}"


def denied(text: str, around: Around, chance: random.Random) -> str | None:
    """A "not" more, or one less."""
    if match := DENIED.search(text):
        return text[: match.start()] + text[match.end() :]
    found = list(HELPING.finditer(text))
    if found:
        match = chance.choice(found[:2])
        return _put(text, (match.end(), match.end()), chance.choice((" not", " not", " never")))
    if match := PAST.search(text):
        lemma = getAllLemmas(match["verb"], upos="VERB").get("VERB")
        if lemma:
            return _put(text, match.span(), "did not " + lemma[0])
    return None


def opposite(text: str, around: Around, chance: random.Random) -> str | None:
    """A word of the contrary meaning, or of more certainty."""
    fits = []
    for one, other in OPPOSITE:
        fits += [(m.span(), other) for m in re.finditer(rf"\b{one}\b", text)]
        fits += [(m.span(), one) for m in re.finditer(rf"\b{other}\b", text)]
    return _put(text, *chance.choice(fits)) if fits else None


def word(text: str, around: Around, chance: random.Random) -> str | None:
    """Another word of the same class and form, from another passage or the rest of this one."""
    source = around.passage if chance.random() < 0.4 or not around.others else None
    source = source or chance.choice(around.others)
    ours = [m for m in re.finditer(r"\b[a-z]{5,}\b", text) if _class(m.group())]
    theirs = sorted(set(re.findall(r"\b[a-z]{5,}\b", source)) - set(text.split()))
    chance.shuffle(theirs)
    for match in chance.sample(ours, min(3, len(ours))):
        for other in theirs:
            if _class(other) == _class(match.group()) and other[:4] != match.group()[:4]:
                return _put(text, match.span(), other)
    return None


def added(text: str, around: Around, chance: random.Random) -> str | None:
    """A clause more: of another sentence, or a cause that nobody told."""
    if chance.random() < 0.5:
        source = around.passage if chance.random() < 0.6 or not around.others else None
        clauses = CLAUSE.findall(source or chance.choice(around.others))
        clauses = [clause for clause in clauses if clause not in text]
        if clauses:
            clause: str = chance.choice(clauses)
            return text.rstrip(" .") + clause.rstrip() + "."
    source = around.passage if chance.random() < 0.5 or not around.others else None
    nouns = sorted({m.group() for m in NOUNS.finditer(source or chance.choice(around.others))})
    nouns = [noun for noun in nouns if noun not in text]
    if not nouns:
        return None
    cause = chance.choice(CAUSES).format(chance.choice(nouns))
    lead = re.match(r"(?:In|On|At|During|After|Before) [^,;:]{3,50}, ", text)
    if (
        lead is None
        and chance.random() < 0.2
        and cause.startswith((" because of", " due", " as a"))
    ):
        return capital(f"{cause.strip()}, {small(text)}")
    return text.rstrip(" .") + cause + "."


RULES: tuple[tuple[Rule, float], ...] = (
    (number, 0.8), (name, 1.2), (exchanged, 0.8), (denied, 0.9), (opposite, 1.0), (word, 1.4),
    (added, 1.6),
)  # fmt: skip
"""The rules with how often each is tried."""

MONTHS = MONTH.pattern[5:-3].split("|")


def changed(text: str, around: Around, chance: random.Random) -> tuple[str, str] | None:
    """The text changed by one of the rules that fit, with the rule's name."""
    rules = [rule for rule, _ in RULES]
    weights = [weight for _, weight in RULES]
    for rule in chance.choices(rules, weights, k=4):
        made = rule(text, around, chance)
        if made and " ".join(made.split()).casefold() != " ".join(text.split()).casefold():
            return made, rule.__name__
    return None


def _class(text: str) -> tuple[frozenset[str], str] | None:
    classes = frozenset(getAllLemmas(text)) & {"NOUN", "VERB", "ADJ"}
    ending = re.search(r"(?:ing|ed|ly|s|er|est)$", text)
    return (classes, ending.group() if ending else "") if classes else None


def _names(text: str) -> set[str]:
    return {m.group() for m in NAME.finditer(text) if not MONTH.search(m.group())}


def _near(figure: str, chance: random.Random) -> str:
    plain = figure.replace(",", "")
    if "." in plain:
        return f"{float(plain) * chance.choice((0.5, 0.8, 1.3, 2.0)):.1f}"
    value = int(plain)
    step = chance.choice((1, 2, 3, 5, 10)) if value < 3000 else value // chance.choice((2, 3, 5))
    other = value + step if chance.random() < 0.5 or value <= step else value - step
    return f"{other:,}" if "," in figure else str(other)


def _put(text: str, place: tuple[int, int], other: str) -> str:
    return text[: place[0]] + other + text[place[1] :]
