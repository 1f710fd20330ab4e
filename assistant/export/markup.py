"""HTML made from plain values: whatever is not Markup already is escaped."""

from html import escape


class Markup(str):
    """HTML that was built here and may go into a page as it is."""

    __slots__ = ()


def tag(name: str, *children: str, **attributes: str | bool | None) -> Markup:
    """One element with its children; `class_` means class, `data_x` means data-x.

    An attribute that is None or False is left out, one that is True stands without a value.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    return Markup(f"<{name}{written}>{join(children)}</{name}>")


def join(parts: "tuple[str, ...] | list[str]") -> Markup:
    """The parts one after another, each escaped unless it is Markup."""
    return Markup("".join(p if isinstance(p, Markup) else escape(p) for p in parts))


def _attribute(key: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(value)}"'
