"""Pages of ours without any script inside: parts that all of them share."""

from html import escape
from importlib.resources import files
from pathlib import Path

from fastapi import Request
from starlette.responses import HTMLResponse

from assistant.web.head import hashed

STATIC = Path(str(files("assistant.web.widget") / "static"))
READ = ["GET", "HEAD"]
"""How these pages can be asked for."""
PLACE = f"ui/{hashed(STATIC)}"
"""Where the style sheets of these pages are; another place as soon as one of them is another."""

WORDS = {
    "en": {
        "page": "Page {n}",
        "paragraph": "Paragraph {n} of {of}",
        "row": "Row {n}",
        "cited": "To the cited words",
        "original": "Original file",
        "changed": "This document has changed since it was cited. The words that were cited cannot "
        "be shown at their place.",
        "gone": "There is no such document here",
        "gone_why": "It may have been renamed or removed since it was cited.",
        "demo": "A page with the widget",
        "demo_why": "An ordinary page of a site, which has one line of the widget's in it. Ask, "
        "and choose a footnote: its words are marked here.",
        "others": "Other documents",
        "nothing": "There are no documents to show yet.",
    },
    "es": {
        "page": "Página {n}",
        "paragraph": "Párrafo {n} de {of}",
        "row": "Fila {n}",
        "cited": "A las palabras citadas",
        "original": "Archivo original",
        "changed": "Este documento ha cambiado desde que se citó. Las palabras citadas no se "
        "pueden mostrar en su lugar.",
        "gone": "Aquí no hay tal documento",
        "gone_why": "Quizá se renombró o se quitó desde que se citó.",
        "demo": "Una página con el widget",
        "demo_why": "Una página cualquiera de un sitio, con una línea del widget en ella. Pregunte "
        "y elija una nota: sus palabras se marcan aquí.",
        "others": "Otros documentos",
        "nothing": "Aún no hay documentos que mostrar.",
    },
}
"""The words of these pages themselves, in each language."""


def language_of(request: Request) -> str:
    """The first language of the reader's that there are words for, else English."""
    accepted = request.headers.get("accept-language", "").lower()
    tags = (part.split(";")[0].strip().split("-")[0] for part in accepted.split(","))
    return next((tag for tag in tags if tag in WORDS), "en")


def root_of(request: Request) -> str:
    """What stands before every path of this server: nothing, or where a proxy serves it."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def head(request: Request, title: str, sheet: str) -> str:
    """The start of a page, up to its body."""
    return (
        f'<!doctype html>\n<html lang="{language_of(request)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{escape(title)}</title>\n"
        f'<link rel="stylesheet" href="{root_of(request)}/{PLACE}/{sheet}.css">\n'
    )


def nothing_here(request: Request, policy: str) -> HTMLResponse:
    """The page with status 404 of a document that is not there, or is not for the asker."""
    words = WORDS[language_of(request)]
    page = (
        f"{head(request, words['gone'], 'view')}</head>\n<body>\n<main><h1>{words['gone']}</h1>"
        f"<p>{words['gone_why']}</p></main>\n</body>\n</html>\n"
    )
    return HTMLResponse(page, 404, {"Content-Security-Policy": policy, "Vary": "Accept-Language"})
