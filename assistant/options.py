"""Flags, help and the README's table, all made from the declared settings."""

import argparse
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from assistant.settings import Settings
from index.errors import InvalidInput


class Option(NamedTuple):
    """One setting as users meet it; a switch takes no value."""

    name: str
    flag: str
    variable: str
    default: str
    help: str
    verbs: tuple[str, ...]
    switch: bool


def options() -> Iterator[Option]:
    """Every setting, in the order in which they are declared."""
    for name, field in Settings.model_fields.items():
        yield Option(
            name=name,
            flag=f"--{name.replace('_', '-')}",
            variable=f"FOOTNOTE_{name.upper()}",
            default=_extra(field)["shown"],
            help=field.description or "",
            verbs=tuple(_extra(field)["verbs"]),
            switch=field.annotation is bool,
        )


def _extra(field: FieldInfo) -> dict[str, Any]:
    extra: Any = field.json_schema_extra
    return dict(extra)


def add_options(parser: argparse.ArgumentParser, verb: str) -> None:
    """Adds the flags of a verb; what is not given is left to the environment and the default."""
    for option in options():
        if verb in option.verbs:
            kind: dict[str, Any] = (
                {"action": argparse.BooleanOptionalAction}  # `--no-…` wins over the environment
                if option.switch
                else {"metavar": option.name.upper()}
            )
            parser.add_argument(
                option.flag,
                dest=option.name,
                default=argparse.SUPPRESS,
                help=f"{option.help} (default: {option.default}; or {option.variable})",
                **kind,
            )


def settings_from(arguments: argparse.Namespace) -> Settings:
    """The settings of a run; raises `InvalidInput` naming the flag or variable at fault."""
    known = {option.name: option for option in options()}
    given = {name: value for name, value in vars(arguments).items() if name in known}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        option = known[str(first["loc"][0]).lower()]
        source = option.flag if option.name in given else option.variable
        raise InvalidInput(
            f"{source} {first['input']}: {first['msg']}; see `footnote --help`"
        ) from None


def table() -> str:
    """The settings as a Markdown table."""
    rows = ["| flag | environment | default | what it is |", "|---|---|---|---|"]
    rows += [f"| `{o.flag}` | `{o.variable}` | `{o.default}` | {o.help} |" for o in options()]
    return "\n".join(rows)
