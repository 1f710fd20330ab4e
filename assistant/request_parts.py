"""What requests bring, however they come: text, earlier turns, documents, and how much of each."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

LONGEST_TEXT = 20_000
MOST_TURNS = 50
MOST_DOCUMENTS = 1000
MOST_PASSAGES = 50


def _encodable(text: str) -> str:
    # JSON can spell half of a surrogate pair, which is no text and cannot be sent back.
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("holds half of a surrogate pair")
    return text


Encodable = Annotated[str, AfterValidator(_encodable)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_encodable)]


class EarlierTurn(BaseModel):
    """A question asked before, with the text of its answer."""

    model_config = ConfigDict(extra="forbid")

    question: Text
    answer: Text


History = Annotated[list[EarlierTurn], Field(max_length=MOST_TURNS)]
Documents = Annotated[list[Text], Field(max_length=MOST_DOCUMENTS)]
