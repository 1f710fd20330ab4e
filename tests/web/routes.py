"""Every route that an application answers at: ours, those of our files, and Gradio's."""

import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from starlette.routing import Mount

ANY_METHOD = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PARAMETER = re.compile(r"\{[^}]+\}")


def all_routes(app: FastAPI) -> list[tuple[str, str]]:
    """Method and path of each; parameters are filled in."""
    found = {*_routes(app.routes, ""), *_described(app)}
    return sorted(found, key=lambda route: (route[1], route[0]))


def _described(app: FastAPI) -> Iterator[tuple[str, str]]:
    for path, methods in app.openapi()["paths"].items():
        for method in methods:
            yield method.upper(), PARAMETER.sub("x", path)


def _routes(routes: list[Any], prefix: str) -> Iterator[tuple[str, str]]:
    for route in routes:
        if hasattr(route, "original_router"):  # of a router that was included
            inside = prefix + route.include_context.prefix
            yield from _routes(route.original_router.routes, inside)
        elif isinstance(route, Mount):
            yield from _mounted(route.app, prefix + route.path)
        else:
            path = PARAMETER.sub("x", prefix + route.path)
            yield from ((method, path) for method in route.methods or ANY_METHOD)


def _mounted(app: Any, prefix: str) -> Iterator[tuple[str, str]]:
    while not hasattr(app, "routes") and hasattr(app, "app"):  # what stands before it
        app = app.app
    if hasattr(app, "routes"):
        yield from _routes(app.routes, prefix)
    else:
        yield from (("GET", f"{prefix}/x"), ("HEAD", f"{prefix}/x"))
