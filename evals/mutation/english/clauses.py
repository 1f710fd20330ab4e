"""Clauses of a statement, and the words that make a change of meaning unsure."""

import re

CONDITION = re.compile(r"\b(?:if|whether|unless|lest|except|rather than|not only|as if)\b", re.I)
NEGATIVE = re.compile(
    r"\b(?:not|never|no|none|nor|neither|nobody|nothing|without|cannot|hardly|rarely|seldom|few|"
    r"little|barely|scarcely|only|fail\w*|lack\w*|absence|unlikely|until)\b|n['’]t\b",
    re.I,
)
QUANTIFIED = re.compile(
    r"\b(?:some|many|several|most|few|various|numerous|certain|a number of|a variety of|one of|"
    r"other|others|another|any|every|each|all|both|either|half|part|parts|percent|two|three|four|"
    r"often|sometimes|usually|may|might|can|could|mainly|mostly|partly|alternatively)\b|%",
    re.I,
)


def clause_start(text: str, at: int) -> int:
    """Where the clause that reaches over an offset begins, as far as punctuation tells."""
    found = [
        match.end()
        for match in re.finditer(
            r"[,;:()–—]|\b(?:and|but|that|which|who|while|because|although|as|when|since|where) ",
            text[:at],
        )
    ]
    return found[-1] if found else 0


def clause_end(text: str, at: int) -> int:
    """Where that clause ends."""
    match = re.search(
        r"[,;:()–—.?!]|\b(?:and|but|which|who|while|because|although|when|where)\b", text[at:]
    )
    return at + match.start() if match else len(text)
