"""Who a statement says it from: "X has noted that …", "according to X, …"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from evals.mutation.english.verbs import FORMS

SAYING = (
    r"(?:says?|said|notes?|noted|argues?|argued|claims?|claimed|states?|stated|announces?|"
    r"announced|suggests?|suggested|believes?|believed|explains?|explained|warns?|warned|adds?|"
    r"added|concludes?|concluded|predicts?|predicted|observes?|observed|contends?|contended|"
    r"estimates?|estimated|writes?|wrote|points? out|pointed out|acknowledges?|acknowledged|"
    r"asserts?|asserted|reports?|reported|reveals?|revealed|finds?|found|shows?|showed|shown|"
    r"proposes?|proposed|thinks?|thought|hypothesi[sz]ed?|confirms?|confirmed|indicates?|"
    r"indicated|demonstrates?|demonstrated)"
)
REPORTS = re.compile(
    r"(?P<has>\b(?:has|have|had) )?(?P<how>(?:\w+ly|also|recently|first|once|later) )?"
    rf"\b(?P<verb>{SAYING})(?P<that>,? that\b| (?=the |there ))"
)
ACCORDING = re.compile(r"\b[Aa]ccording to (?P<who>[^,;:()\"“”]+?)(?=,|\.?\Z|;)")
CLAUSE_START = re.compile(r"(?:\A|\A[^,;]{2,40}, |; |\A(?:However|Moreover|Furthermore|Indeed), )")
NO_SUBJECT = re.compile(
    r"\b(?:Although|While|Though|If|As|Since|Because|When|Whether|After|Before|But|And|So|In|On|"
    r"At|For|From|To|By|With|that|which|who|whom|is|was|are|were|be|been|being|it|It|there|There|"
    r"to|what|how|if|when|can|could|will|would|may|might|should|must|did|does|do|not|he|He|she|"
    r"She|they|They|this|This)\b"
)
SIGNS = re.compile(
    rf"\b(?:[Aa]ccording to|{SAYING}|saying|claiming|noting|attribut\w+|consider(?:ed|s)?|quot\w+|"
    r"told|reali[sz]\w+|knows?|hop(?:es?|ed)|fear\w*|concern\w*|wants?|wanted|seeks?|sought|aims?|"
    r"in (?:his|her|their|the) (?:words|view|opinion))\b"
)
OTHER_READING = re.compile(r"(?:states?|claims?|reports?|estimates?|notes?|finds?|shows?)\Z")
"""Verbs that may be nouns: in "the member states that joined" nobody says anything."""
SPEAKER = re.compile(
    r"(?:The|An?|This|These|One|Some|Many|His|Her|Their|Our|We|I|[A-Z].*[A-Z]\S*\Z)\b"
)
VERBS = frozenset("is are was were has have had can could will would may might must".split())
PREPOSITION = re.compile(r" (?:of|in|at|from|for|on|with|by|to)\b")


class Attribution(NamedTuple):
    """`text[start:end]` is who says it; `many` where that is more than one."""

    start: int
    end: int
    who: str
    many: bool


def attributions(text: str) -> Iterator[Attribution]:
    """Whoever says something in a text, where that is plain: a name or noun before the verb."""
    for match in ACCORDING.finditer(text):
        who = match["who"]
        dated = re.search(r"[0-9]\Z", who) and re.match(r", [12][0-9]{3}\b", text[match.end() :])
        if len(who.split()) <= 10 and not dated:
            yield Attribution(*match.span("who"), who, _many(who))
    for match in REPORTS.finditer(text):
        start = _subject_start(text, match.start())
        who = text[max(start, 0) : match.start()].rstrip()
        if start >= 0 and _may_say(who) and not _other_reading(text, match, who):
            yield Attribution(start, start + len(who), who, _says_many(match, who))


def _may_say(who: str) -> bool:
    """Whether words may be a subject: a few, without a break, a verb or a conjunction."""
    plain = re.match(r"[^\W\d_]", who) and not re.search(r"[,;:()\"“”]", who)
    return bool(plain) and len(who.split()) <= 10 and not NO_SUBJECT.search(who)


def _other_reading(text: str, match: re.Match[str], who: str) -> bool:
    """Whether the verb may be none, or "that" may stand for a noun before it."""
    if not match["that"].strip() and not re.match(r"says?|said|claim", match["verb"]):
        return True
    after = re.match(r" (\w+)", text[match.end() :])
    if OTHER_READING.match(match["verb"]) and not match["has"]:
        follows = after[1] if after else ""
        return not SPEAKER.match(who) or follows in FORMS or follows in VERBS
    return False


def _says_many(match: re.Match[str], who: str) -> bool:
    has = (match["has"] or "").strip()
    return has == "have" or (has != "has" and not match["verb"].endswith("s") and _many(who))


def attributed(text: str) -> bool:
    """Whether a text gives any sign of telling what somebody says."""
    return bool(SIGNS.search(text))


def _subject_start(text: str, end: int) -> int:
    for separator in ("; ", ", "):
        at = text.rfind(separator, 0, end)
        if at >= 0:
            lead = text[:at]
            return at + 2 if "," not in lead and len(lead.split()) <= 7 else -1
    return 0


def _many(who: str) -> bool:
    head = PREPOSITION.split(who)[0]
    return head in ("We", "we", "They") or " and " in head or bool(re.search(r"[^su]s\Z", head))
