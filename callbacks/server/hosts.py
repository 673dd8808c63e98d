"""Which addresses this site answers to: those of its operator and of the machine itself.

A request names the host that it was sent to, and anybody may write any name there. From a name that
is not ours no page, redirect or link is made (`callbacks/live.py` builds whole addresses from it
where no PUBLIC_URL is set), and no cache keeps anything. Load balancers ask for health by number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.sansio.utils import host_is_trusted
from werkzeug.wsgi import get_host

from callbacks.server.errors import refusal
from callbacks.server.problems import BELOW
from data.address import display_of
from data.api.problem import MEDIA_TYPE, Problem
from data.locale import texts
from data.settings import Settings
from layouts.frame.plain import plain_page

_LOOPBACK = ("localhost", "*.localhost")
_STATUS = HTTPStatus.MISDIRECTED_REQUEST
_INSTANCE_CHARS = 300
# Asked for by number, and no address is in what they answer.
_BY_ANY_NAME = ("healthz", "livez", "readyz")
_PORT = re.compile(r":\d*$")
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Hosts:
    """The names of one site."""

    def __init__(self, settings: Settings) -> None:
        public = (urlsplit(settings.public_url).hostname or "").lower()
        names = (*_LOOPBACK, public, *settings.allowed_hosts.split())
        self._names = {name.removesuffix(".") for name in names} - {""}
        self._endings = tuple(name[1:] for name in self._names if name.startswith("*."))
        self._free = {
            f"{base}{name}" for base in ("/", settings.base_path) for name in _BY_ANY_NAME
        }

    def is_ours(self, host: str) -> bool:
        """Whether a `Host` header, with or without its port, names this site."""
        if not host_is_trusted(host):  # no host at all, by its characters
            return False
        name = _PORT.sub("", host).lower().removesuffix(".")
        return name in self._names or name.endswith(self._endings) or _is_loopback(name)

    def may_pass(self, environ: dict[str, Any]) -> bool:
        """Whether this request may be answered."""
        return environ.get("PATH_INFO") in self._free or self.is_ours(get_host(environ))


def _is_loopback(name: str) -> bool:
    """Whether it is a number of this machine itself, of which there are many (HOST=127.0.0.2)."""
    try:
        return ip_address(name.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return False


def register(server: Flask, settings: Settings) -> None:
    """Refuse what was sent to another name. Call it before any cache; call `guard` last of all."""
    hosts = Hosts(settings)
    server.extensions["hosts"] = hosts
    below_api = f"{settings.base_path}{BELOW}"

    @server.before_request
    def refuse_other_names() -> Response | None:
        if hosts.may_pass(request.environ):
            return None
        if request.path.startswith(below_api):
            body, kind = _problem(settings), MEDIA_TYPE
        elif request.accept_mimetypes.accept_html:
            body, kind = plain_page("elsewhere", address=settings.public_url), "text/html"
        else:
            return refusal(_STATUS, "This server does not answer to that host name.")
        response = Response(body, _STATUS, mimetype=kind)
        response.headers["Cache-Control"] = "no-store"
        return response


def _problem(settings: Settings) -> str:
    """What a program is told: without an address of ours that would be made from that name."""
    lang, _ = display_of(request.args, default_lang=settings.default_language)
    spoken = texts(lang)
    return Problem(
        type="about:blank",
        title=spoken.t("plain.elsewhere.title"),
        status=_STATUS.value,
        detail=spoken.t("plain.elsewhere.said"),
        instance=request.path[:_INSTANCE_CHARS],
        errors=(),
    ).model_dump_json()


def guard(server: Flask) -> None:
    """Lead what was sent to another name around every layer that answers before Flask does."""
    inner: WsgiApp = server.wsgi_app
    direct: WsgiApp = Flask.wsgi_app.__get__(server)
    hosts: Hosts = server.extensions["hosts"]

    def choose(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return (inner if hosts.may_pass(environ) else direct)(environ, start_response)

    server.wsgi_app = choose  # type: ignore[method-assign]
