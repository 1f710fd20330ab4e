"""The models that clients may choose: all documents, or one document or folder of them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel

from assistant.web.openai.errors import Unfit
from assistant.web.openai.request import LIMITED, MODEL, limited

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from index.catalog import DocumentEntry

MOST_LISTED = 50
"""Documents and folders that are listed; where there are more, none is, and all can be named."""


class Model(BaseModel):
    """A model: its id is what a request names. `created` is when its documents were indexed."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: Literal["footnote"]


class Models(BaseModel):
    """The models; where there are few documents and folders, those are among them."""

    object: Literal["list"]
    data: list[Model]


def listed(assistant: "Assistant") -> list[dict[str, Any]]:
    """The model of all documents, then those of folders and documents, if they are few."""
    entries = assistant.documents()
    folders = {
        str(folder): None
        for entry in entries
        for folder in reversed(PurePosixPath(entry.id).parents)
        if str(folder) != "."
    }
    names = [*folders, *(entry.id for entry in entries)]
    shown = names if len(names) <= MOST_LISTED else []
    return [_model(MODEL, entries), *(_model(LIMITED + name, entries, name) for name in shown)]


def found(assistant: "Assistant", model: str) -> dict[str, Any]:
    """The model with an id; raises Unfit where there is none."""
    entries = assistant.documents()
    for name in limited(model):
        if not any(_within(entry.id, name) for entry in entries):
            raise Unfit(
                f"{name}: no such document or folder; `footnote index` lists what is indexed",
                "model",
                "model_not_found",
                404,
            )
        return _model(model, entries, name)
    return _model(model, entries)


def _model(
    model: str, entries: Iterable["DocumentEntry"], name: str | None = None
) -> dict[str, Any]:
    within = (entry for entry in entries if name is None or _within(entry.id, name))
    created = max(_times(within), default=0)
    return {"id": model, "object": "model", "created": created, "owned_by": "footnote"}


def _within(id: str, name: str) -> bool:
    return id == name or id.startswith(name.rstrip("/") + "/")


def _times(entries: Iterable["DocumentEntry"]) -> Iterator[int]:
    for entry in entries:
        if entry.indexed is not None:
            yield int(datetime.fromisoformat(entry.indexed).timestamp())
