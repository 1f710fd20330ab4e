"""The templates of a report's page, and the policy under which the page is read."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"


def policy(style: str, script: str) -> str:
    """A content security policy under which nothing but this style and this script is used."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def read(name: str) -> Markup:
    """The text of a file beside the templates, to go into a page as it is."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))


@cache
def environment() -> Environment:
    """The templates with their filters."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["number"] = lambda value: f"{value:.3f}"
    made.filters["signed"] = _signed
    made.filters["breakable"] = _breakable
    made.filters["count"] = _count
    made.filters["slug"] = lambda state: state.replace(" ", "-")
    return made


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−") if round(value, 3) else "0.000"


def _breakable(name: str) -> Markup:
    """A name that may go on in the next line after `_`."""
    return Markup("_<wbr>").join(name.split("_"))


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
