"""Who a statement says it from: "X has noted that …", "according to X, …"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

SAYING = (
    r"(?:says?|said|notes?|noted|argues?|argued|claims?|claimed|states?|stated|"
    r"announces?|announced|"
    r"suggests?|suggested|believes?|believed|explains?|explained|warns?|warned|adds?|added|"
    r"concludes?|concluded|predicts?|predicted|observes?|observed|contends?|contended|"
    r"estimates?|estimated|writes?|wrote|points? out|pointed out|acknowledges?|acknowledged|"
    r"asserts?|asserted|reports?|reported|reveals?|revealed|finds?|found|shows?|showed|shown|"
    r"proposes?|proposed|thinks?|thought|hypothesi[sz]ed?|confirms?|confirmed|indicates?|indicated|"
    r"demonstrates?|demonstrated)"
)
REPORTS = re.compile(
    r"(?P<has>\b(?:has|have|had) )?(?P<how>(?:\w+ly|also|recently|first|once|later) )?"
    rf"\b(?P<verb>{SAYING})(?P<that>,? that\b| (?=the |there ))"
)
ACCORDING = re.compile(r"\b[Aa]ccording to (?P<who>[^,;:()\"“”]+?)(?=,|\.?\Z|;)")
CLAUSE_START = re.compile(r"(?:\A|\A[^,;]{2,40}, |; |\A(?:However|Moreover|Furthermore|Indeed), )")
NO_SUBJECT = re.compile(
    r"\b(?:Although|While|Though|If|As|Since|Because|When|Whether|After|Before|But|"
    r"And|So|In|On|At|For|From|To|By|With|that|which|who|whom|is|was|are|were|be|been|"
    r"being|it|It|there|There|to|what|how|if|when|"
    r"can|could|will|would|may|might|should|must|did|does|do|not|he|He|she|She|they|"
    r"They|this|This)\b"
)
SIGNS = re.compile(
    rf"\b(?:[Aa]ccording to|{SAYING}|saying|claiming|noting|attribut\w+|consider(?:ed|"
    rf"s)?|quot\w+|told|"
    r"in (?:his|her|their|the) (?:words|view|opinion))\b"
)
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
        if (
            match["that"].startswith(" ")
            and not match["that"].strip()
            and not re.match(r"says?|said|claim", match["verb"])
        ):
            continue
        start = _subject_start(text, match.start())
        who = text[start : match.start()].rstrip()
        if start < 0 or not who or not re.match(r"[^\W\d_]", who) or len(who.split()) > 10:
            continue
        if re.search(r"[,;:()\"“”]", who) or NO_SUBJECT.search(who):
            continue
        many = (match["has"] or "").strip() == "have" or (
            (match["has"] or "").strip() != "has" and not match["verb"].endswith("s") and _many(who)
        )
        yield Attribution(start, start + len(who), who, many)


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
