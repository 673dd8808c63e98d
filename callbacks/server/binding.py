"""Where the server listens: whoever lets others reach it says at which address they do.

Without PUBLIC_URL the site answers to this machine's own names alone (hosts.py), so a start that
others can reach would greet every visitor with a refusal. It ends with one message instead.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from typing import Any

from gunicorn import systemd

from data.settings import Settings
from layouts.paper.live_code import is_public

_ANY = "::"  # what an empty host and all addresses mean


class BindRefusedError(Exception):
    """The server may not start so. The message says what to set."""


def check(addresses: Iterable[object], public_url: str) -> str:
    """What an operator is warned of; empty where there is nothing. `addresses` are as sockets
    write them: a path, or host and port.

    Raises:
        BindRefusedError: others can reach the server, and no PUBLIC_URL says at which address.

    """
    open_to_others = [address[0] for address in addresses if _is_open(address)]  # type: ignore[index]
    if not open_to_others:
        return ""
    if not public_url:
        raise BindRefusedError(
            f"Others can reach it at {open_to_others[0] or _ANY}, and PUBLIC_URL is not set. Set "
            "it to the address that they open: PUBLIC_URL=https://health.example.org or, in "
            "one room, PUBLIC_URL=http://192.168.1.5:8050. With HOST=127.0.0.1 nobody else can "
            "reach it."
        )
    if public_url.startswith("http:") and is_public(public_url):
        return (
            "PUBLIC_URL has no https: put a proxy that ends TLS in front before you face the "
            "internet (docs/how-to/deploy.md)."
        )
    return ""


def _is_open(address: object) -> bool:
    """Whether another machine can reach a socket there."""
    if not isinstance(address, tuple):
        return False  # a file of this machine
    host = str(address[0]) or _ANY
    try:
        return not ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host != "localhost"


def _inherited() -> Iterator[object]:
    """Where the sockets listen that systemd opened."""
    for number in range(systemd.listen_fds(unset_environment=False)):
        with socket.socket(fileno=os.dup(systemd.SD_LISTEN_FDS_START + number)) as opened:
            yield opened.getsockname()


def check_start(arbiter: Any) -> None:
    """End the start of gunicorn where it may not go on, with a message that a person reads."""
    addresses = list(_inherited()) or arbiter.cfg.address
    try:
        warning = check(addresses, Settings.from_environment().public_url)
    except BindRefusedError as error:
        sys.stderr.write(f"The dashboard cannot start.\n{error}\n")
        if arbiter.pidfile is not None:
            arbiter.pidfile.unlink()
        raise SystemExit(1) from None
    else:
        if warning:
            arbiter.log.warning(warning)
