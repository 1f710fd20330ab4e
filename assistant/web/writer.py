"""Who writes the answers, and where: what the pages tell before anything is asked."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from assistant.assistant import Assistant


class WriterSaid(BaseModel):
    """The language model that writes. Question, conversation and the passages found go there."""

    model: str
    where: str = Field(description="The host that text goes to.")
    local: bool = Field(description="True where that is a server on this machine.")


def writer_of(assistant: "Assistant") -> WriterSaid | None:
    """The assistant's model, None where the documents' own words are the answer."""
    model = assistant.model
    if model is None:
        return None
    return WriterSaid(model=model.name, where=model.where, local=model.local)
