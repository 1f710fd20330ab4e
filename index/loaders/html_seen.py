"""Which elements of a page a browser shows as text."""

import re

from selectolax.lexbor import LexborNode

UNSEEN = frozenset(
    """annotation annotation-xml applet area audio base canvas datalist embed head iframe img input
    link map meta meter noembed noframes noscript object option param picture progress rp script
    select source style svg template textarea title track video wbr""".split()
)
UNDISPLAYED = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)


def is_seen(node: LexborNode) -> bool:
    """False for an element that is not shown, or shown as something else than text."""
    if node.tag in UNSEEN:
        return False
    attributes = node.attributes
    if not attributes:
        return node.tag != "dialog"
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return False
    if node.tag == "dialog" and "open" not in attributes:
        return False
    return not UNDISPLAYED.search(attributes.get("style") or "")


def is_nav(node: LexborNode) -> bool:
    """True for the links that lead around a site."""
    return node.tag == "nav" or node.attrs.get("role") == "navigation"
