"""Questions that are only a part of one: "And Nicaragua?", "Why?", "No, I meant 2019"."""

import re
from collections.abc import Sequence

from assistant.conversation import grammar
from assistant.conversation.grammar import is_plural
from assistant.conversation.phrases import INSIDE, Phrase, phrases
from assistant.conversation.tokens import Token, Word, tokens

REMARK = re.compile(
    r"^(?:(?:and|but|so|or|ok|okay|oh|ah|wow|thanks|thank you|great|cool|hm+|well|right|i see|"
    r"got it|nice|awesome|interesting|that[’']s (?:\w+ )?(?:interesting|great|cool|amazing|good|"
    r"nice|helpful))\b(?:[,.!…]+\s*|\s+(?=\S)))+",
    re.IGNORECASE,
)
"""What a question may open with that asks nothing."""
CORRECTED = re.compile(
    r"^(?:(?:no|oops|sorry|actually|wait|nope|rather)\b[,.!;–—-]*\s*)*"
    r"(?:not [^,.;?!]{1,60}[,;]\s*)?(?:i (?:meant|mean|was asking about|was talking about|"
    r"am asking about)|make that|"
    r"(?<=[,.!;–—-] )rather)\b[:,]?\s*(?P<meant>.+)$"
    r"|^(?:no|oops|sorry|actually|wait|nope)\b[,.!;–—-]+\s*(?P<instead>.+)$",
    re.IGNORECASE,
)
REFUSED = re.compile(
    r"^not [^,.?!]+?(?:,| but)\s+(?=\S)|(?:,\s*|(?<![\s,])\s+)?\bnot [^,.?!]+[.?!]*$",
    re.IGNORECASE,
)
POLITE = re.compile(
    r"(?<![,.!?\s])[,.!?\s]+(?:(?:pls|please|instead|then|though|too|as well)[.!?\s]*)?$",
    re.IGNORECASE,
)
"""Both look behind for where a run begins: a question may hold thousands of spaces or commas."""
ASIDE = re.compile(r"^(?:for|with|of) (?=\S)", re.IGNORECASE)
"""What may lead the new part, but not the old one: "What about for sharks?"."""
ABOUT = re.compile(r"^(?:what|how) (?:about|of)\s+(?P<topic>.+?)[?.!]*$", re.IGNORECASE)
NEW_TOPIC = re.compile(
    r"^(?:(?:now )?something (?:else|different)[^.!?:]{0,20}[.!:]+\s*"
    r"|enough (?:about|of)[^.!?]*[.!]+\s*"
    r"|(?:new|another|different|other) (?:topic|question|subject)[:.!,]*\s*"
    r"|(?:now,? )?let[’']s (?:move on|change the (?:topic|subject))[^.!?]*[.!,]+\s*"
    r"|moving on[:.!,]*\s*|on (?:a different|another) (?:note|topic)[:.!,]*\s*)",
    re.IGNORECASE,
)
"""What announces another topic."""
FRAGMENT_WORDS = 7
"""Words of the longest question that is read as a part of one."""
LONGEST_JOINED = 160
"""Characters of the longest question that another is joined to."""
ADVERBIAL = re.compile(r"^(?:why|when|where|how|who|whom|what)$", re.IGNORECASE)
INVERTED = re.compile(
    r"^(?P<asks>(?:(?:in|at|on|for|from|to|with|by|over|of) )?(?:what|which|who|whom|whose|when|"
    r"where|why|how)\b(?: (?!did\b|does\b|do\b|is\b|are\b|was\b|were\b|has\b|have\b|had\b|can\b|"
    r"could\b|will\b|would\b|should\b|may\b|might\b)[\w’'-]+){0,4})"
    r" (?P<rest>(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should|may|might)"
    r"\b.+)$",
    re.IGNORECASE,
)
ALONE = re.compile(r" \([^()]*\)$")


def fragment(question: str) -> str | None:
    """The new part that a question gives, None for one that is whole."""
    opening = REMARK.match(question)
    rest = question[opening.end() :] if opening else question
    about = ABOUT.match(rest)
    topic = POLITE.sub("", ASIDE.sub("", about.group("topic")) if about else rest)
    row = tokens(topic)
    words = [token for token in row if token.kind is not Word.MARK]
    joined = bool(opening and re.match(r"(?:and|but|or|so)\b", opening.group(), re.IGNORECASE))
    noun = joined and len(words) == 1 and is_plural(words[0].lower)
    if not words or len(words) > FRAGMENT_WORDS or (_is_clause(row) and not noun):
        return None
    asks = any(token.kind is Word.ASKING for token in row)
    led = words[0].kind is Word.PREPOSITION
    short = len(words) <= 2 and question.rstrip().endswith("?")
    return topic if about or asks or joined or led or short else None


def correction(question: str) -> str | None:
    """What a question puts in place of what was understood before, None if it corrects nothing."""
    match = CORRECTED.match(question)
    if match is None:
        return None
    meant = REFUSED.sub("", match.group("meant") or match.group("instead"))
    return POLITE.sub("", meant) or None


def is_question(text: str) -> bool:
    """True for a part of a question that is a question of its own."""
    return _is_clause(tokens(text))


def _is_clause(row: Sequence[Token]) -> bool:
    kinds = [token.kind for token in row]
    if Word.AUXILIARY in kinds:
        return True
    asks = Word.ASKING in kinds
    return Word.VERB in kinds and (asks or Word.PRONOUN in kinds or kinds[0] is Word.VERB)


def completed(before: str, part: str) -> str:
    """The question before, asked again with a new part."""
    whole = ALONE.sub("", before).rstrip("?.! ")
    if any(token.kind is Word.ASKING for token in tokens(part)):
        return _asked_of(whole, part)
    return _substituted(whole, part)


def is_simple(question: str) -> bool:
    """True for a question short enough that another can be joined to it."""
    return ", and " not in question and len(question) <= LONGEST_JOINED


def continued(before: str, question: str) -> str:
    """Both questions as one: "What did Russia bring to Cuba, and when was that?"."""
    whole = ALONE.sub("", before).rstrip("?.! ")
    return f"{whole}, and {question[0].lower()}{question[1:].rstrip('?.! ')}?"


def _asked_of(whole: str, part: str) -> str:
    inverted = INVERTED.match(whole)
    if inverted and "else" not in part.split() and _takes_place(part, inverted.group("asks")):
        return f"{part[0].upper()}{part[1:]} {inverted.group('rest')}?"
    return continued(whole, part)


def _takes_place(part: str, asks: str) -> bool:
    """True where a part can be asked instead: "how wide" for "how tall", and any for "when"."""
    if ADVERBIAL.match(asks):
        return True
    new, old = tokens(part), tokens(asks)
    kinds = [{t.lower for t in row[:1]} & {"how"} for row in (new, old)]
    nominal = all(t.kind in (*INSIDE, Word.ADVERB) for t in new[1:])
    alike = new[0].kind is old[0].kind is Word.ASKING and kinds[0] == kinds[1]
    return alike and nominal and min(len(new), len(old)) > 1


def _substituted(whole: str, part: str) -> str:
    """With the part in the place of the phrase that is most like it, or added at the end."""
    preposition, bare = _led(part)
    new = max(phrases(f"of {bare}"), key=lambda p: len(p.text), default=None)
    if new is not None and _about_time(new):
        return _dated(whole, part if preposition else f"{_time_preposition(new)}{part}")
    row = phrases(whole)
    old = [p for p in row if not _about_time(p)] or [p for p in row if not p.oblique]
    if new is not None and old:
        best = max(old, key=lambda p: (_likeness(new, p, preposition, whole), p.start))
        if _likeness(new, best, preposition, whole) > 0:
            own = bare.split()[0].lower() in grammar.DETERMINERS
            begin = best.start - (_determiner(whole, best) if own else 0)
            return f"{whole[:begin]}{bare}{whole[best.end :]}?"
    return f"{whole} {part[0].lower()}{part[1:]}?" if preposition else f"{whole}, {part}?"


def _led(part: str) -> tuple[str, str]:
    """A part's preposition, empty where it has none, and the rest."""
    first, _, rest = part.partition(" ")
    return (first.lower(), rest) if rest and first.lower() in grammar.PREPOSITIONS else ("", part)


def _dated(whole: str, part: str) -> str:
    """With the part as the time that is asked about."""
    old = [p for p in phrases(whole) if _about_time(p) and p.oblique]
    if not old:
        return f"{whole} {part}?"
    begin = whole[: old[-1].start].rstrip().rfind(" ") + 1
    begin -= _determiner(whole, old[-1])
    return f"{whole[:begin]}{part}{whole[old[-1].end :]}?"


def _time_preposition(phrase: Phrase) -> str:
    if phrase.noun.rstrip("s").endswith("day"):
        return "on "
    return "in " if phrase.named or phrase.head[:1].isdigit() else ""


def _likeness(new: Phrase, old: Phrase, preposition: str, whole: str) -> float:
    led = whole[: old.start].lower().split()[-1:] or [""]
    if led[0] in grammar.ARTICLES:
        led = whole[: old.start].lower().split()[-2:-1] or [""]
    score = 3.0 * (new.noun == old.noun) + 2.0 * (len(new.words & old.words) > 0)
    score += 2.0 * (new.named == old.named)
    score += 1.0 * (_acronym(new) == _acronym(old)) + 0.5 * (new.plural == old.plural)
    if preposition:
        score += 1.5 if led[0] == preposition else -4.0
    return score - 2.5


def _acronym(phrase: Phrase) -> bool:
    return any(len(word) > 1 and word.isupper() for word in phrase.text.split())


def _about_time(phrase: Phrase) -> bool:
    return phrase.noun in grammar.TIME_NOUNS or phrase.head[:1].isdigit()


def _determiner(whole: str, phrase: Phrase) -> int:
    if not phrase.determiner or whole[phrase.start :].lower().startswith("the "):
        return 0
    return len(phrase.determiner) + 1
