"""Text as requests bring it: of limited length, and such that it can be sent back."""

from typing import Annotated

from pydantic import AfterValidator, Field

LONGEST_TEXT = 20_000


def _encodable(text: str) -> str:
    # JSON can spell half of a surrogate pair, which is no text and cannot be sent back.
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("holds half of a surrogate pair")
    return text


Encodable = Annotated[str, AfterValidator(_encodable)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_encodable)]
