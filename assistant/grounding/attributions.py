"""Who a text says has said, thought or found something."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.grounding.reporting import (
    AUTHOR,
    INVERTED,
    JOINING,
    JUDGING,
    LOOSE,
    NAMING,
    NOUNS,
    OPENERS,
    REPORTING,
    SELF,
    SPOKEN,
    SUBJECTS,
    THOUGHTS,
    UNNAMED,
)
from assistant.grounding.tokens import AUXILIARY, Token, parts, verb_of
from assistant.grounding.verbs import NOMINAL, is_passive


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is said and by whom: the content words of the speaker and of what is reported."""

    speaker: tuple[Token, ...]
    content: tuple[Token, ...]
    at: int
    pronoun: str = ""
    verb: str = ""


def attributions(tokens: Sequence[Token]) -> tuple[Attribution, ...]:
    """The attributions of a text, in order."""
    return tuple(_attributions(tokens))


def _attributions(tokens: Sequence[Token]) -> Iterator[Attribution]:
    for at, token in enumerate(tokens):
        following = tokens[at + 1].word if at + 1 < len(tokens) else ""
        if token.word == "according" and following == "to":
            speaker = _phrase(tokens, at + 2)
            yield _attributed(tokens, at, speaker, at, at + 2 + len(speaker))
        elif (
            token.kind == "word"
            and verb_of(token.word) in REPORTING | JUDGING
            and _is_verb(tokens, at)
        ):
            yield from _reported(tokens, at, following)
        elif token.word in THOUGHTS and following == "that":
            yield from _thought(tokens, at)
        elif token.word in NOUNS:
            yield from _opinion(tokens, at, following)


def _ambiguous(word: str) -> bool:
    """True for a form that is a noun as well: "states", "claims"."""
    return "NOUN" in parts(word) and not word.endswith("ed") and word not in ("say", "says")


def _is_verb(tokens: Sequence[Token], at: int) -> bool:
    """True unless the word before makes it a noun or an adjective."""
    if "VERB" not in parts(tokens[at].word):
        return False
    before = tokens[at - 1] if at else None
    if before is None or before.kind == "mark":
        return True
    if before.word in NOMINAL - {"that", "and"} or before.owns:
        return False
    if parts(before.word).keys() == {"ADJ"} and _ambiguous(tokens[at].word):
        return False
    after = tokens[at + 2 : at + 3]  # "states that date back" is no report
    relative = tokens[at + 1].word == "that" if at + 1 < len(tokens) else False
    return not (relative and after and _ambiguous(tokens[at].word) and _bare(after[0]))


def _bare(token: Token) -> bool:
    return "VERB" in parts(token.word) and token.word == verb_of(token.word)


def _reported(tokens: Sequence[Token], at: int, following: str) -> Iterator[Attribution]:
    verb, start = verb_of(tokens[at].word), at
    if following == "out" and verb == "point":
        at, following = at + 1, tokens[at + 2].word if at + 2 < len(tokens) else ""
    if verb == "point" and at == start:
        return
    if following == "by":
        speaker = _phrase(tokens, at + 2)
        if speaker:
            yield _attributed(tokens, at, speaker, at, at + 2 + len(speaker))
        return
    quoted = following in ("“", '"', ":", "‘")
    that = following == "that" or (following == "," and verb not in LOOSE)
    opens = _clause_follows(tokens, at + 1, verb in SPOKEN)
    if _ambiguous(tokens[start].word) and not (following == "that" or quoted):
        return
    after_quote = at > 0 and (
        tokens[at - 1].text in ("”", '"', "’") or (tokens[at - 1].text == "," and verb in INVERTED)
    )
    speaker = _phrase(tokens, at + 1) if after_quote else ()
    if any(token.capital or token.word in AUTHOR for token in speaker):
        yield _attributed(tokens, at, speaker, 0, at - 1, before=True)
        return
    judged = verb in JUDGING and following not in ("", ".", ",", "for", "on", "of", "by")
    if quoted and verb in NAMING:
        return  # a work called "…"
    if not (that or quoted or judged or (opens and verb not in LOOSE)):
        # "…, Smith said." closes a sentence.
        closes = following in (".", "") and verb not in LOOSE and not is_passive(tokens, at)
        closes = closes or _after_quotation(tokens, at)
        if closes and (speaker := _subject(tokens, at)) and _after_comma(tokens, at):
            yield _attributed(tokens, at, speaker, 0, at, before=True)
        return
    if is_passive(tokens, start):
        return
    subject = _subject(tokens, start)
    pronoun = "" if subject else _pronoun(tokens, start)
    if subject or pronoun:
        end = _end(tokens, at)
        content = tuple(token for token in tokens[at + 1 : end] if token.content)
        yield Attribution(subject, content, at, pronoun, verb)


def _after_comma(tokens: Sequence[Token], at: int) -> bool:
    """True for "…, Smith said": the speaker alone stands between the comma and the verb."""
    return any(token.text in (",", "”", '"') for token in tokens[max(0, at - 5) : at])


def _after_quotation(tokens: Sequence[Token], at: int) -> bool:
    return any(token.text in ("”", '"') for token in tokens[max(0, at - 5) : at])


def _clause_follows(tokens: Sequence[Token], at: int, spoken: bool) -> bool:
    """True where a subject and its verb follow: "said the ship sank", not "reported a profit"."""
    if at >= len(tokens):
        return False
    if tokens[at].word in SUBJECTS:
        return True
    if not (tokens[at].word in OPENERS or tokens[at].capital):
        return False
    for token in tokens[at + 1 : at + 8]:
        if token.kind == "mark" or (not spoken and token.word in ("of", "to", "for", "and")):
            return False
        if token.word in AUXILIARY or parts(token.word).keys() == {"VERB"}:
            return not token.word.endswith("ing")
    return False


def _thought(tokens: Sequence[Token], at: int) -> Iterator[Attribution]:
    """ "Norway's belief that"."""
    owner = at - 1
    while owner > 0 and not tokens[owner].owns and "ADJ" in parts(tokens[owner].word):
        owner -= 1
    if owner >= 0 and tokens[owner].owns:
        speaker = (*_subject(tokens, owner)[-2:], tokens[owner])
        content = tuple(token for token in tokens[at + 1 : _end(tokens, at)] if token.content)
        yield Attribution(speaker, content, at)


def _opinion(tokens: Sequence[Token], at: int, following: str) -> Iterator[Attribution]:
    """ "in the opinion of X", "in X's view"."""
    before = {
        token.word for token in tokens[max(0, at - 6) : at] if token.sentence == tokens[at].sentence
    }
    if "in" not in before and "by" not in before:
        return
    if following == "of":
        speaker = _phrase(tokens, at + 2)
        if speaker:
            yield _attributed(tokens, at, speaker, at, at + 2 + len(speaker))
    elif following == "," and (speaker := _subject(tokens, at)):
        yield _attributed(tokens, at, speaker, at, at + 1)


def _attributed(
    tokens: Sequence[Token],
    at: int,
    speaker: Sequence[Token],
    first: int,
    last: int,
    before: bool = False,
) -> Attribution:
    """With the rest of the sentence as what is reported."""
    sentence = tokens[at].sentence
    spoken = {token.start for token in speaker}
    content = tuple(
        token
        for index, token in enumerate(tokens)
        if token.sentence == sentence and token.content and token.start not in spoken
        and (index < last if before else not first <= index < last)
    )  # fmt: skip
    return Attribution(tuple(token for token in speaker if token.content), content, at)


def _phrase(tokens: Sequence[Token], at: int) -> tuple[Token, ...]:
    """The words from here to the end of the noun phrase."""
    found: list[Token] = []
    while at < len(tokens) and len(found) < 12:
        token = tokens[at]
        ends = token.kind == "mark" and token.text not in "-’'"
        verb = token.word in (
            "is",
            "are",
            "was",
            "were",
            "has",
            "have",
            "had",
            "who",
            "which",
            "that",
        )
        if ends or verb or token.sentence != tokens[max(at - 1, 0)].sentence:
            break
        found.append(token)
        at += 1
    return tuple(found)


def _subject(tokens: Sequence[Token], at: int) -> tuple[Token, ...]:
    """The content words before a verb in its clause; of "…, claiming that" those of the clause
    before, of "tried and said that" those of the first verb."""
    first = _clause_start(tokens, at)
    if first == at and tokens[at].word.endswith("ing") and at > 1 and tokens[at - 1].text == ",":
        return _phrase_before_verb(tokens, _clause_start(tokens, at - 2), at - 1)
    before = at - 1
    while before > first and not tokens[before].content and tokens[before].word not in JOINING:
        before -= 1
    if tokens[before].word in JOINING:
        return _phrase_before_verb(tokens, _clause_start(tokens, before), before)
    found: list[Token] = []
    for index in range(at - 1, first - 1, -1):
        token = tokens[index]
        if parts(token.word).keys() == {"VERB"} and not token.word.endswith("ed"):
            break
        if token.content and parts(token.word).keys() != {"ADV"}:
            found.append(token)
    if not found and first == at and first > 1 and tokens[first - 1].text == ",":
        return _apposed(tokens, first - 1)
    return tuple(reversed(found[:8]))


def _apposed(tokens: Sequence[Token], comma: int) -> tuple[Token, ...]:
    """Who speaks in "The keeper, Olaf Berg, said" and "Berg, who keeps it, said"."""
    first = _clause_start(tokens, comma - 1)
    if first < 2 or tokens[first - 1].text != ",":
        return ()
    before = _phrase_before_verb(tokens, _clause_start(tokens, first - 2), first - 1)
    name = tokens[first:comma] if tokens[first].capital else ()
    return (*before, *(token for token in name if token.content))


def _clause_start(tokens: Sequence[Token], at: int) -> int:
    """Where the clause of a token begins."""
    first = at
    while first and tokens[first - 1].sentence == tokens[at].sentence:
        before = tokens[first - 1]
        if before.clause != tokens[at].clause or before.text in '“”";:,':
            break
        first -= 1
    return first


def _phrase_before_verb(tokens: Sequence[Token], first: int, last: int) -> tuple[Token, ...]:
    found: list[Token] = []
    for token in tokens[first:last]:
        if token.word in SUBJECTS:
            return ()
        if token.word in AUXILIARY or (found and "VERB" in parts(token.word)):
            break
        if token.content:
            found.append(token)
    return tuple(found)


def _pronoun(tokens: Sequence[Token], at: int) -> str:
    for back in range(1, 4):
        if at >= back and tokens[at - back].word in UNNAMED | SELF:
            return tokens[at - back].word
    return ""


def _end(tokens: Sequence[Token], at: int) -> int:
    end = at
    while end < len(tokens) and tokens[end].sentence == tokens[at].sentence:
        end += 1
    return end
