"""Who a visitor is, as far as anybody needs to know: one network, told apart from others.

The only place that reads an address. It is kept nowhere: whoever counts takes a hash of it.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

from data.settings import Settings

_MOST_CHARS = 45


def visitor_key(settings: Settings) -> str:
    """The network from which the present request came, as the last of one's own proxies saw it.

    Nobody else's word counts: `PROXIES` says how many of them stand in front.
    """
    return _network(_address(settings.proxies))


def _address(proxies: int) -> str:
    if proxies:
        seen = ",".join(request.headers.getlist("X-Forwarded-For")).split(",")
        if len(seen) >= proxies:
            return seen[-proxies].strip()
    return request.remote_addr or ""


def _network(address: str) -> str:
    """One visitor's network: of IPv6 the part that a household has."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:_MOST_CHARS]
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network(f"{found}/64", strict=False))
    return str(found)
