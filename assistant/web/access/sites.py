"""The sites whose pages may embed the assistant, as a file tells them: `--sites sites.yaml`."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from index.errors import InvalidInput

ORIGIN = re.compile(
    r"(https?)://(?:(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
    r"|\[[0-9a-f:]+\])(?::([1-9]\d{0,4}))?"
)
OWN_PORTS = {"http": "80", "https": "443"}
OWN = "own"
"""The id of the site that is always there: pages of this server itself, over all documents."""


def _origin(text: str) -> str:
    found = ORIGIN.fullmatch(text)
    # A browser leaves out the scheme's own port, so that an origin with it would never be one.
    if found is None or OWN_PORTS[found[1]] == found[2] or int(found[2] or 0) > 65535:
        raise ValueError(
            "not an origin; write scheme, host in lower case, and the port unless it is the "
            "scheme's own, such as https://docs.example or http://localhost:8000"
        )
    return text


def _not_own(id: str) -> str:
    if id == OWN:
        raise ValueError(f"“{OWN}” is this server's own pages; choose another id")
    return id


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        raise ValueError("an empty list; name some, or leave the key out for all documents")
    return names


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Limits(_Part):
    """How many questions a minute: one session, one address, all together. None: the server's."""

    per_session: Annotated[int, Field(ge=1)] | None = None
    per_address: Annotated[int, Field(ge=1)] | None = None
    in_all: Annotated[int, Field(ge=1)] | None = None


class Theme(_Part):
    """How the widget looks where its script tag does not say otherwise."""

    color: Annotated[str, Field(pattern=r"^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")] | None = None
    position: Literal["left", "right"] | None = None


Line = Annotated[str, Field(min_length=1, max_length=500)]


class Site(_Part):
    """One site. No `documents` means all of them; they are ids of documents or folders.

    A `private` site is served in a frame alone, whose content the page around it cannot read.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$"), AfterValidator(_not_own)]
    origins: Annotated[
        tuple[Annotated[str, AfterValidator(_origin)], ...], Field(strict=False)
    ] = ()
    documents: Annotated[tuple[Line, ...], Field(strict=False), AfterValidator(_some)] = ()
    title: Line | None = None
    greeting: Line | None = None
    questions: Annotated[tuple[Line, ...], Field(strict=False, max_length=8)] = ()
    theme: Theme = Theme()
    limits: Limits = Limits()
    private: bool = False


class Sites:
    """The sites of a server, and the one of its own pages."""

    def __init__(self, sites: Sequence[Site] = ()) -> None:
        self._by_id = {site.id: site for site in sites}
        self._by_id[OWN] = Site.model_construct(id=OWN)

    def __bool__(self) -> bool:
        """Whether there is any site but the server's own pages."""
        return len(self._by_id) > 1

    def __iter__(self) -> Iterator[Site]:
        """Each of them, the server's own pages too."""
        return iter(self._by_id.values())

    def find(self, id: str) -> Site | None:
        """The site with an id."""
        return self._by_id.get(id)

    def allows(self, origin: str) -> bool:
        """Whether pages of an origin, as a browser spells it, may ask for the widget themselves.

        Those of a private site may not: they hold a frame, whose origin is our own.
        """
        return any(origin in s.origins and not s.private for s in self._by_id.values())


def read_sites(path: Path | None) -> Sites:
    """The sites of a file, none without one; raises InvalidInput naming the line at fault."""
    if path is None:
        return Sites()
    try:
        node = yaml.compose(path.read_text("utf-8"), yaml.SafeLoader)
    except OSError as error:
        raise InvalidInput(
            f"{path}: cannot be read ({error.strerror}); give --sites a file"
        ) from None
    except UnicodeDecodeError:
        raise InvalidInput(f"{path}: not UTF-8 text; save it as UTF-8") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InvalidInput(f"{path}:{line}: {error.problem}; mend the YAML") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise InvalidInput(f"{path}: {' '.join(str(error).split())}; mend the YAML") from None
    if not isinstance(node, yaml.MappingNode):
        raise InvalidInput(f"{path}:1: not a list of sites; write `sites:` and the sites below it")
    _refuse_twice(path, node, set())
    try:
        read = _File.model_validate(yaml.SafeLoader("").construct_document(node))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise InvalidInput(f"{path}:{_line(node, first['loc'])}: {where}: {reason}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise InvalidInput(f"{path}: {' '.join(str(error).split())}; mend the YAML") from None
    for number, site in enumerate(read.sites):
        if site.id in {earlier.id for earlier in read.sites[:number]}:
            line = _line(node, ("sites", number, "id"))
            raise InvalidInput(f"{path}:{line}: id {site.id}: there twice; give each site its own")
    return Sites(read.sites)


class _File(_Part):
    sites: Annotated[tuple[Site, ...], Field(strict=False)]


def _line(node: yaml.Node, place: Sequence[Any]) -> int:
    """The line of the innermost value that a place such as ("sites", 0, "id") leads to."""
    for part in place:
        found: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            found = next((value for key, value in node.value if key.value == part), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            found = node.value[part] if part < len(node.value) else None
        if found is None:
            break
        node = found
    return int(node.start_mark.line) + 1


def _refuse_twice(path: Path, node: yaml.Node, looked_at: set[int]) -> None:
    """Raises InvalidInput for a key that stands twice in a mapping: YAML would drop the first."""
    if id(node) in looked_at:  # an alias leads to what stands elsewhere, even around it
        return
    looked_at.add(id(node))
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                line = key.start_mark.line + 1
                raise InvalidInput(f"{path}:{line}: {name}: there twice; keep one")
            seen.add(name)
            _refuse_twice(path, value, looked_at)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_twice(path, value, looked_at)
