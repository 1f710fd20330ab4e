"""A question as it is read: without signs that nobody sees, or that only look like others."""

import re
import unicodedata

JOINERS = "\u200c\u200d"
"""They shape the letters of some scripts, and mean nothing between Latin ones."""

LOOK_ALIKES = str.maketrans(
    "АВЕЗІЈКМНОРСТУХЅаеоріјсухѕһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABE3IJKMHOPCTYXSaeopijcyxshdqwABEZHIKMNOPTYXo",
)
"""Cyrillic and Greek letters that are drawn as Latin ones (Unicode TR 39, confusables)."""

LATIN = re.compile(r"[A-Za-z]")
WORD = re.compile(r"[^\W\d_]+")
WIDE = re.compile("[\uff00-\uffef]+")
RUN = re.compile(r"([^\w\s])\1{3,}")
MOST_ALIKE = r"\1\1\1"


def plain(question: str) -> str:
    """The question without invisible signs and marks of direction, in letters of one script a
    word and of ordinary width; of a run of one sign, three."""
    seen = "".join(sign for sign in question if not _unseen(sign))
    if LATIN.search(seen):
        seen = re.sub(f"(?<=[A-Za-z])[{JOINERS}]|[{JOINERS}](?=[A-Za-z])", "", seen)
    narrow = WIDE.sub(lambda run: unicodedata.normalize("NFKC", run.group()), seen)
    return RUN.sub(MOST_ALIKE, WORD.sub(_in_one_script, narrow))


def _unseen(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf" and sign not in JOINERS


def _in_one_script(word: re.Match[str]) -> str:
    """A word that mixes Latin letters with look-alikes, in Latin ones alone; any other as it is."""
    letters = word.group()
    return letters.translate(LOOK_ALIKES) if LATIN.search(letters) else letters
