"""Statements reworded so that they still say what their source says, or part of it, by rules."""

import random
import re
from collections.abc import Callable

from assistant.support.train.words import NUMERALS, SAME

Rule = Callable[[str, random.Random], str | None]

BRACKETS = re.compile(r"\s*\([^()]*\)")
LEAD = re.compile(
    r"(?P<lead>(?:In|On|At|During|After|Before|By|Since|Until|Despite|Because of|Through)"
    r" [^,;:]{3,50}), (?P<rest>[^.;]+)(?P<end>[.!])$"
)
TRAIL = re.compile(
    r"(?P<head>.{30,}?)(?:,| -| –) (?:which|who|where|and|but|with|including|such as|so|as well as|"
    r"while|though|although|because|since|whose|making|giving|leading|causing)\b[^.]*\.$"
)
HALVES = re.compile(r"(?P<one>.{25,}?)(?:; |, (?:and|but) )(?P<other>\w.{25,})$")
APPOSITION = re.compile(
    r"(?<=\w), (?:an?|the) [^,;.]{4,60},(?= (?:was|is|has|had|were|are|\w+ed)\b)"
)
PASSIVE = re.compile(
    r"(?P<lead>(?:In|On|At|During|After) [^,;:]{3,40}, )?(?P<what>(?:The |A |An |This |Its |His )?"
    r"[^,;:]{2,60}?) (?P<be>was|were|is|are) (?P<verb>[a-z]+ed) by (?P<who>[^,;:]{2,60})\.$"
)
FILLER = re.compile(
    r"^(?:However|Moreover|Furthermore|Additionally|In addition|Therefore|Thus|For example|"
    r"For instance|Also|Finally|Similarly|Indeed|Overall|Nevertheless|In fact|As a result), ",
)
CONTRACTED = (
    ("did not", "didn't"), ("does not", "doesn't"), ("do not", "don't"), ("is not", "isn't"),
    ("was not", "wasn't"), ("were not", "weren't"), ("are not", "aren't"), ("cannot", "can't"),
    ("could not", "couldn't"), ("will not", "won't"), ("would not", "wouldn't"),
    ("has not", "hasn't"), ("had not", "hadn't"), ("it is", "it's"),
)  # fmt: skip
FRAMES = (
    "According to the text, {}", "According to the article, {}", "The text says that {}",
    "The source states that {}", "The document notes that {}", "It is said that {}",
    "In short, {}", "Overall, {}", "{} according to the passage.", "Yes, {}", "Specifically, {}",
)  # fmt: skip


def reworded(text: str, chance: random.Random) -> str:
    """The text after up to three rules, of those that fit."""
    rules = chance.sample(RULES, len(RULES))
    done, most = 0, chance.choice((1, 1, 2, 2, 3))
    for rule in rules:
        changed = rule(text, chance) if done < most else None
        if changed and changed != text and len(changed.split()) >= 4:
            text, done = changed, done + 1
    return text


def shortened(text: str, chance: random.Random) -> str | None:
    """The text without its last clause, or one of its halves; None where no rule fits."""
    if match := HALVES.match(text):
        if chance.random() < 0.6:
            return match["one"] + "."
        if re.match(r"(?:the|it|he|she|they|in|this|there|[A-Z])\b", match["other"]):
            return capital(match["other"])
    match = TRAIL.match(text)
    return match["head"] + "." if match else None


def merged(one: str, other: str, chance: random.Random) -> str:
    """Two statements in one."""
    joint = chance.choice((", and ", "; ", ", while ", ". ", ", and also ", " and "))
    tail = other if joint == ". " else small(other)
    return one.rstrip(" .") + joint + tail


def active(text: str, chance: random.Random) -> str | None:
    """ "B chose A" for "A was chosen by B", regular verbs only; None where that doesn't fit."""
    match = PASSIVE.match(text)
    if match is None or re.search(r"\b(?:and|that|who|which)\b", match["what"]):
        return None
    lead = match["lead"] or ""
    verb = match["verb"] if match["be"] in ("was", "were") else "has " + match["verb"]
    return lead + capital(f"{match['who']} {verb} {small(match['what'])}.", not lead)


def _without_brackets(text: str, chance: random.Random) -> str | None:
    return BRACKETS.sub("", text)


def _without_filler(text: str, chance: random.Random) -> str | None:
    return capital(FILLER.sub("", text))


def _lead_last(text: str, chance: random.Random) -> str | None:
    match = LEAD.match(text)
    return f"{capital(match['rest'])} {small(match['lead'])}{match['end']}" if match else None


def _without_lead(text: str, chance: random.Random) -> str | None:
    match = LEAD.match(text)
    return capital(match["rest"]) + match["end"] if match else None


def _without_apposition(text: str, chance: random.Random) -> str | None:
    return APPOSITION.sub("", text, count=1)


def _synonyms(text: str, chance: random.Random) -> str | None:
    fits = [pair for pair in SAME if re.search(rf"\b{re.escape(pair[0])}\b", text)]
    fits += [pair[::-1] for pair in SAME if re.search(rf"\b{re.escape(pair[1])}\b", text)]
    for one, other in chance.sample(fits, min(len(fits), 2)):
        text = re.sub(rf"\b{re.escape(one)}\b", other, text, count=1)
    return text if fits else None


def _contracted(text: str, chance: random.Random) -> str | None:
    for full, short in CONTRACTED:
        if re.search(rf"\b{full}\b", text):
            return re.sub(rf"\b{full}\b", short, text, count=1)
        if short in text:
            return text.replace(short, full, 1)
    return None


def _numerals(text: str, chance: random.Random) -> str | None:
    for value, word in enumerate(NUMERALS[2:], 2):
        if re.search(rf"\b{word}\b", text):
            return re.sub(rf"\b{word}\b", str(value), text, count=1)
        if re.search(rf"(?<![\d.,$€£]){value}(?![\d%]|[.,]\d)(?= [a-z])", text):
            return re.sub(rf"(?<![\d.,$€£]){value}(?![\d%]|[.,]\d)(?= [a-z])", word, text, count=1)
    return None


def _framed(text: str, chance: random.Random) -> str | None:
    frame = chance.choice(FRAMES)
    if frame.startswith("{}"):
        return frame.format(text.rstrip(" .") + ",")
    return frame.format(small(text))


RULES: tuple[Rule, ...] = (
    _without_brackets, _without_filler, _lead_last, _without_lead, _without_apposition, _synonyms,
    _synonyms, _contracted, _numerals, _framed, active, shortened,
)  # fmt: skip


def capital(text: str, really: bool = True) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:] if really else text


def small(text: str) -> str:
    """The text with a small first letter, unless it looks like a name."""
    first = text.split(" ", 1)[0]
    common = first.lower() in COMMON
    return text[:1].lower() + text[1:] if common else text


COMMON = frozenset(
    "the a an this that these those it he she they we there in on at during after before by since "
    "its his her their many some most all both several one two as when while for from with".split()
)
