"""Numbers as the markers of lists are written."""

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def marker(number: int, format: str) -> str:
    """A number as `1`, `a`, `A`, `i` or `I` say; in digits where it cannot be written so."""
    if format in ("a", "A") and number > 0:
        text = letters(number)
    elif format in ("i", "I") and 0 < number < 4000:
        text = roman(number)
    else:
        return str(number)
    return text.upper() if format.isupper() else text


def letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def roman(number: int) -> str:
    """4 is iv."""
    text = ""
    for value, sign in ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text
