"""Questions about a document as a whole, told from those about something in it."""

import re

from index.words import content_row

WORK = r"(?:article|text|document|page|paper|report|piece|story|author|essay|file|book|passage)"
WHOLE = re.compile(
    rf"\b(?:summar(?:y|i[sz]e|ies)|overview|gist|tl;?dr|in a nutshell)\b"
    rf"|\b(?:main|key|central|overall|most important) (?:points?|ideas?|arguments?|messages?|"
    rf"topics?|themes?|thes[ie]s|claims?|takeaways?|subject|findings?)\b"
    rf"(?! of (?!(?:the|this|that) {WORK}))"
    rf"|\bsum (?:(?:it|this|that|all|everything|(?:the|this|these) {WORK}s?) )?up\b"
    r"|^(?:please |(?:can|could) you (?:please )?)?(?:describe|explain) "
    rf"(?:the|this|these|all) (?:the )?{WORK}s?(?=\W*$)"
    rf"|\bwhat (?:is|was|does|do|are) (?:the|this|that|these) {WORK}s? "
    r"(?:mainly |mostly |really |all |actually |about )*(?:about|say|discuss|cover|argue|deal)\b"
    r"(?! (?:about|on|of) \w)"
    rf"|\bwhat(?:'s|’s| is) (?:it|this) (?:all )?about\b|\bwhat is (?:the|this) {WORK}\??$",
    re.IGNORECASE,
)
CLOSING = re.compile(
    rf"\b(?:conclusions?|conclude[sd]?|closing (?:words|remarks?|argument|thoughts?)|"
    rf"how does (?:the|this) {WORK} end|final (?:points?|message))\b",
    re.IGNORECASE,
)
KINDS = {
    "countries": r"(?:countr(?:y|ies)|nations?)",
    "people": r"(?:people|persons?|individuals?|politicians)",
    "organisations": r"(?:organi[sz]ations?|companies|institutions?|bodies|agencies)",
    "numbers": r"(?:numbers?|figures?|statistics?|amounts|percentages)",
    "dates": r"(?:dates?|years?|times)",
}
KIND = "|".join(KINDS.values())
MENTION = r"(?:mention|name|list|cite|discuss|give|contain|refer to|talk about|speak of)"
MENTIONED = re.compile(
    rf"\b(?:which|what) (?:other |different )?(?:{KIND}) (?:occur|appear|"
    rf"(?:are|is|were|get|gets) (?:mentioned|named|listed|cited|discussed|given|there|referred to"
    rf"|spoken of|in (?:the|this) {WORK}))"
    rf"|\b(?:which|what) (?:{KIND}) (?:does|do|did) "
    rf"(?:(?:the|this|these) {WORK}s?|it|they) {MENTION}"
    rf"|^(?:please )?(?:list|name|enumerate|give me|show me)(?: me)?(?: all| every)?(?: of)?"
    rf"(?: the)? (?:{KIND})(?: (?:that are |which are )?(?:mentioned|named|listed|cited|given))?"
    rf"|^who (?:is|are|gets) (?:all )?(?:mentioned|named)(?: by name)?",
    re.IGNORECASE,
)
STRUCTURE = re.compile(
    rf"\bhow is (?:it|(?:the|this) {WORK}) (?:organi[sz]ed|structured|divided|built up)\b"
    r"|\b(?:which|what) (?:sections|chapters|headings|parts) (?:does|do|are)\b"
    r"|\b(?:table of contents|outline|structure|sections|chapters|headings)\b",
    re.IGNORECASE,
)
PATTERNS = (MENTIONED, STRUCTURE, WHOLE, CLOSING)
FRAMING = re.compile(
    rf"\b(?:{WORK}s?|please|short|brief(?:ly)?|quick(?:ly)?|detail(?:ed|s)?|long|paragraphs?|words?|about|reach(?:es|ed)?|draw[sn]?|come|"
    r"sentences?|bullets?|points?|whole|entire|everything|contents?|overall|writer|main|key|give|list|write|show|two|three|four|five|six|seven|eight|nine|ten|\d+)\b",
    re.IGNORECASE,
)


def left_over(question: str) -> frozenset[str] | None:
    """The content words of a question beside those that ask for a whole; None where it doesn't.

    Nothing left: it is about a whole. Words of a title left: about that document. "Summarise the
    French Revolution" is about a whole only where a document is called so.
    """
    if not any(pattern.search(question) for pattern in PATTERNS):
        return None
    rest = question
    for pattern in (*PATTERNS, FRAMING):
        rest = pattern.sub(" ", rest)
    return frozenset(content_row(rest))


def kind_mentioned(question: str) -> str | None:
    """The kind of things of which all are asked for, a key of `KINDS`; None for another question.

    "Who is mentioned?" asks for people.
    """
    found = MENTIONED.search(question)
    if found is None:
        return None
    told = (k for k, pattern in KINDS.items() if re.search(pattern, found.group(), re.IGNORECASE))
    return next(told, "people")
