"""No answer names the program that gave it: that helps only whoever looks for its holes.

gunicorn writes a `Server` header on every answer and has no setting for it. What it refuses by
itself carries none.
"""

from __future__ import annotations

from gunicorn.http.wsgi import Response

_with_server = Response.default_headers


def _unnamed(response: Response) -> list[str]:
    return [line for line in _with_server(response) if not line.startswith("Server:")]


def say_no_server() -> None:
    """Leave the header out, in this process and in all that it forks."""
    Response.default_headers = _unnamed
