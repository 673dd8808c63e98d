"""Codes of tellers and the token of moderators: long, random, kept only as their hash.

Both are made here and hold 80 and 256 random bits, so that a plain SHA-256 keeps them: there is no
dictionary to try.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from hmac import compare_digest, new

# Crockford's base 32: no letter that is read as a digit.
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CODE_SIGNS = 16
_GROUP = 4
_TOKEN_BYTES = 32
HASH_PREFIX = "sha256:"


def code_of(nonce: str, *, secret: str) -> str:
    """The code that belongs to a form's `nonce`, as it is read: sending twice gives it twice."""
    number = int.from_bytes(new(secret.encode(), f"code {nonce}".encode(), "sha256").digest())
    signs = [_SIGNS[number >> (5 * place) & 31] for place in range(_CODE_SIGNS)]
    return "-".join(
        "".join(signs[start : start + _GROUP]) for start in range(0, _CODE_SIGNS, _GROUP)
    )


def code_hash(written: str) -> str | None:
    """What is kept of a code, however it was typed; None for what cannot be one."""
    code = "".join(sign for sign in written.upper() if sign.isalnum()).translate(_READ_AS)
    if len(code) != _CODE_SIGNS or not set(code) <= set(_SIGNS):
        return None
    return sha256(f"story {code}".encode()).hexdigest()


def new_secret() -> str:
    """A random word that nobody guesses."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What the environment holds of the moderator's token."""
    return HASH_PREFIX + sha256(token.strip().encode()).hexdigest()


def is_token(token: str, kept: str) -> bool:
    """Whether it is the token, in a time that says nothing."""
    return bool(kept) and compare_digest(token_hash(token), kept)


def session_hash(session: str, *, token_kept: str) -> str:
    """What is kept of a moderator's session; another token ends it."""
    return sha256(f"session {session} {token_kept}".encode()).hexdigest()


def address_hash(address: str, *, secret: str, hour: int) -> str:
    """What stands for an address for one hour; with another hour's key it is another word."""
    key = new(secret.encode(), f"address {hour}".encode(), "sha256").digest()
    return new(key, address.encode(), "sha256").hexdigest()[:32]
