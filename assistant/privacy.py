"""Switches off, before they are imported, what libraries would send or fetch by themselves."""

import os

from index.weights import NAME

QUIET = {
    "ANONYMIZED_TELEMETRY": "False",  # chromadb
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}
UNTRACED = {
    "LANGCHAIN_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
}


def stay_private(embedding: str, trace: bool = False) -> None:
    """No telemetry; no tracing, whatever LangChain's variables say, unless it is asked for; no
    model hub unless an embedding model of another name is set."""
    os.environ.update(QUIET if trace else QUIET | UNTRACED)
    if embedding == NAME:
        os.environ["HF_HUB_OFFLINE"] = "1"
