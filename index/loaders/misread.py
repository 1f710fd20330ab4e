"""Signs that bytes were decoded in another encoding than they were written in."""

import re

WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile("[A-Za-zªºÀ-ɏ]")
OTHERS = tuple(
    re.compile(letters)
    for letters in (
        "[\u0370-\u03ff\u1f00-\u1fff]",  # Greek
        "[\u0400-\u052f]",  # Cyrillic
        "[\u0590-\u05ff]",  # Hebrew
        "[\u0600-\u06ff]",  # Arabic
        "[\u0e00-\u0e7f]",  # Thai
    )
)
"""Letters that stand in no word beside those of another alphabet, but for units such as kΩ."""
MOST_MIXED = 0.1
"""Of the words that are not plain ASCII, at most so many mix alphabets."""

SIGNS = "‚„†‡‹›“”‰§¤¦ŸŠŽŒ"
ACCENTS = "ˇ¸ˆ˜˙˚˝¨´"
OLD = re.compile(
    rf"(?<=[^\W\d_])[{SIGNS}](?=[a-zß-ÿ])|(?<=[^\W\d_])[{ACCENTS}]|[{ACCENTS}](?=[^\W\d_])|(?<=[a-z])§"
)
"""Signs and capitals inside of a word, accents that stand alone beside a letter: letters of Mac
Roman or of DOS, read as those of Windows."""
MOST_OLD = 0.1
"""Of the characters beyond ASCII, at most so many of these."""


def mixes_alphabets(text: str) -> bool:
    """True where words hold letters of several alphabets, as no language has them."""
    words = [word for word in WORD.findall(text) if not word.isascii()]
    mixed = sum(
        sum(letters.search(word) is not None for letters in (LATIN, *OTHERS)) > 1 for word in words
    )
    return mixed > MOST_MIXED * len(words)


def has_alphabets(text: str) -> bool:
    """True for letters of another alphabet in a text that has Latin ones."""
    return bool(LATIN.search(text)) and any(letters.search(text) for letters in OTHERS)


def shows_old_signs(text: str) -> bool:
    """True where signs stand where letters of an old encoding were."""
    return len(OLD.findall(text)) > MOST_OLD * sum(letter > "\x7f" for letter in text)
