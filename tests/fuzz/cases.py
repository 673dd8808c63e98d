"""One case from a seed and its number, the same on every machine: a request that nobody sends."""

from __future__ import annotations

import base64
import json
import random
import zlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from tests.fuzz.corpus import Corpus

# No page says this, so wherever it stands unescaped an input was let through.
MARK = "<zq9"
UPDATE = "/_dash-update-component"
VALUES: list[Any] = [
    *(None, "", "nothing", 0, -1, 1e308, True, [], {}, [[]], {"a": {"b": []}}),
    ["neighborhood-113", 5, None],
    "?outcome=nothing&by=moon&places=neighborhood-0,zip-x",
    "?outcome=life_expectancy&factor=life_expectancy",
    "' OR 1=1 --",
    f"{MARK} onload=alert(1)>",
    f'"{MARK} x="',
    f"'>{MARK}>&amp;</script>{MARK}>",
    *("life_expectancy", "poverty_150", "zip", "tract", "es", "fr", "high", "dark"),
    *("zip-64130", "zip-64130,neighborhood-113,zip-1", "52", "52,53", "1e400", "nan", "-0", "2022"),
    *("\u0000\u202e", "\ud7ff\uffff", "é中😀", "%", "%00", "%2e%2e%2f", "../../etc/passwd", "..;"),
    *(
        "x" * 3000,
        "0" * 400,
        "[" * 900,
        '{"a":' * 300,
        "\r\nX-Made: up",
        "${7*7}",
        "{{7*7}}",
        "{0}",
    ),
]
KEYS = [
    *(
        "outcome",
        "factor",
        "by",
        "places",
        "map",
        "layers",
        "lang",
        "theme",
        "deck",
        "shape",
        "pick",
    ),
    *(
        "pick",
        "name",
        "place",
        "measure",
        "url",
        "format",
        "maxwidth",
        "in",
        "q",
        "limit",
        "cursor",
    ),
    *("paper", "print", "languages", "determinant", "nothing", ""),
]
HEADERS: list[tuple[str, str]] = [
    *(("Accept-Encoding", said) for said in ("br;q=0", "br;q=x, gzip;q=", "identity;q=0", "\xff")),
    *(("Accept-Language", said) for said in ("es", ";;;q=9", "x" * 5000, "es-MX;q=1e9")),
    *(("If-None-Match", said) for said in ("*", '"unfinished', 'W/"x"', '"' + "x" * 4000 + '"')),
    *(("If-Modified-Since", said) for said in ("yesterday", "Thu, 01 Jan 1970 00:00:00 GMT")),
    *(("Range", said) for said in ("bytes=0-0", "bytes=9-1,-,x", "bytes=-5", "bytes=999999999-")),
    *(("If-Range", said) for said in ('"x"', "never")),
    *(("Host", said) for said in ("[", "a b", "", "evil.example", "localhost:0", f"{MARK}>")),
    *(("X-Forwarded-For", said) for said in ("1.2.3.4", "[::", ", ,", MARK)),
    *(("X-Forwarded-Host", said) for said in ("[", "evil.example", f"{MARK}>")),
    *(("X-Forwarded-Proto", said) for said in ("https", "javascript")),
    *(("X-Forwarded-Prefix", said) for said in ("/elsewhere", f"/{MARK}>")),
    *(("Forwarded", said) for said in ("for=[", "host=evil.example;proto=x")),
    *(("Referer", said) for said in ("http://[", "//\\%%%", f"http://x/?lang=es#{MARK}>")),
    *(("Origin", said) for said in ("null", "https://evil.example")),
    *(("Cookie", said) for said in ("a=\x80; ;=;", "session=x", "x" * 6000)),
    *(("Content-Type", said) for said in ("text/plain", "application/json; charset=nothing", "x")),
    *(("Content-Encoding", said) for said in ("br", "gzip")),
    *(("Content-Length", said) for said in ("-1", "nine", "0")),
    *(("X-Requested-With", "x"), ("X-Request-Id", f"{MARK}>"), ("Accept", "application/json")),
    *(("Accept", "\xff"), ("Sec-Fetch-Site", "cross-site"), ("Expect", "everything")),
]
METHODS = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW")
# What the form for a story sends first, where the site takes any.
STORY = {
    "text": "The bus comes & we <wait>.",
    "place": "zip-64130",
    "online": "yes",
    "step": "check",
}
STORY |= {"months": "6", "age": "adult"}
FIELDS = ("text", "place", "online", "months", "age", "step", "token", "key", "do", "story", "code")


@dataclass(frozen=True)
class Case:
    """A request in the words of WSGI."""

    kind: str
    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    changed: bool = field(default=True)

    def __str__(self) -> str:
        headers = f"{self.headers!a:.300}"
        return f"{self.kind}: {self.method} {self.target[:300]!a} {headers} {self.body[:200]!r}"


def made(ground: Corpus, seed: int, number: int, *, only: str = "") -> Case:
    """Case `number` of `seed`, of the kind `only` where one is named."""
    chance = random.Random(f"{seed}/{number}")
    kind = only or chance.choices(list(KINDS), [weight for _, weight in KINDS.values()])[0]
    return _with_headers(KINDS[kind][0](ground, chance), chance)


def _with_headers(case: Case, chance: random.Random) -> Case:
    if chance.random() > 0.3:
        return case
    more = tuple(chance.choice(HEADERS) for _ in range(chance.randint(1, 3)))
    method = chance.choice(METHODS) if chance.random() < 0.15 else case.method
    return Case(case.kind, method, case.target, (*case.headers, *more), case.body)


# -- addresses ------------------------------------------------------------------------------------


def _address(ground: Corpus, chance: random.Random) -> Case:
    return Case("address", "GET", _mutated(chance.choice(ground.light), chance))


def _heavy(ground: Corpus, chance: random.Random) -> Case:
    return Case("heavy", "GET", _mutated(chance.choice(ground.heavy), chance))


def _bytes(ground: Corpus, chance: random.Random) -> Case:
    """An address with letters of it changed, cut, doubled."""
    text = list(chance.choice(ground.light))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text))
        text[at] = chance.choice(
            ["", chr(chance.randrange(33, 127)), "%", "%ff", "%0a", text[at] * 2]
        )
    return Case("bytes", "GET", "/" + "".join(text).lstrip("/"))


def _mutated(address: str, chance: random.Random) -> str:
    path, _, query = address.partition("?")
    pairs = [part for part in query.split("&") if part]
    for _ in range(chance.choice([0, 1, 1, 2, 4])):
        match chance.randrange(5):
            case 0 if pairs:
                at = chance.randrange(len(pairs))
                pairs[at] = f"{pairs[at].partition('=')[0]}={_word(chance)}"
            case 1 if pairs:
                pairs.append(chance.choice(pairs))
            case 2:
                parts = path.split("/")
                parts[chance.randrange(1, len(parts))] = _word(chance)
                path = "/".join(parts)
            case _:
                pairs.append(f"{quote(chance.choice(KEYS))}={_word(chance)}")
    return f"{path}?{'&'.join(pairs)}" if pairs else path


def _word(chance: random.Random) -> str:
    value = chance.choice(VALUES)
    text = value if isinstance(value, str) else json.dumps(value)
    return quote(text, safe="" if chance.random() < 0.8 else "/?&=%")


# -- decks and areas ------------------------------------------------------------------------------


def _deck(ground: Corpus, chance: random.Random) -> Case:
    """Rows of a deck, some of them nonsense, packed as a page packs them, or cut."""
    rows = json.loads(
        zlib.decompress(base64.urlsafe_b64decode(ground.deck + "==="[: -len(ground.deck) % 4]))
    )
    rows *= chance.choice([1, 1, 30])
    for _ in range(chance.randint(0, 4)):
        row = chance.randrange(len(rows))
        if chance.random() < 0.2 or not isinstance(rows[row], list) or not rows[row]:
            rows[row] = chance.choice(VALUES)
        else:
            rows[row][chance.randrange(len(rows[row]))] = chance.choice(VALUES)
    packed = zlib.compress(
        json.dumps(rows if chance.random() < 0.9 else chance.choice(VALUES)).encode()
    )
    link = (
        base64.urlsafe_b64encode(packed[: -1 if chance.random() < 0.1 else None])
        .decode()
        .rstrip("=")
    )
    target = chance.choice(["/present", "/present", "/present/slides.json"])
    if chance.random() < 0.3:
        form = (("Content-Type", "application/x-www-form-urlencoded"),)
        return Case(
            "deck", "POST", "/present/slides.json", form, urlencode({"deck": link}).encode()
        )
    return Case("deck", "GET", _mutated(f"{target}?deck={link}", chance))


def _area(ground: Corpus, chance: random.Random) -> Case:
    letters = list(ground.outline * chance.choice([1, 1, 1, 40]))
    for _ in range(chance.randint(0, 3)):
        letters[chance.randrange(len(letters))] = chance.choice(
            "0123456789abcdefghijkmnpqrstuvwxyz~ÿ"
        )
    page = chance.choice(["/", "/compare", "/place/own", "/place/city", "/gaps", "/api/v1/places"])
    return Case("area", "GET", _mutated(f"{page}?shape={quote(''.join(letters))}&name=x", chance))


# -- what scripts and forms send ------------------------------------------------------------------


def _callback(ground: Corpus, chance: random.Random) -> Case:
    """The right shape for some callback, and nonsense inside; now and then the wrong shape."""
    name, callback = chance.choice(ground.callbacks)
    first = callback["inputs"][0]
    body: Any = {
        "output": name,
        "outputs": _outputs(callback),
        "inputs": [_entry(spec, ground, chance) for spec in callback["inputs"]],
        "state": [_entry(spec, ground, chance) for spec in callback["state"]],
        "changedPropIds": [f"{first['id']}.{first['property']}"],
    }
    if chance.random() < 0.2:
        body[chance.choice(list(body))] = chance.choice(VALUES)
    sent = json.dumps(body).encode()
    if chance.random() < 0.05:
        sent = chance.choice([sent[: len(sent) // 2], b"", b"\xff" * 9, b"[" * 5000, b"null"])
    return Case("callback", "POST", UPDATE, (("Content-Type", "application/json"),), sent)


def _entry(spec: dict[str, Any], ground: Corpus, chance: random.Random) -> Any:
    value = chance.choice(VALUES)
    if chance.random() < 0.4:  # what the address bar of a page holds
        path, _, query = _mutated(chance.choice(ground.light), chance).partition("?")
        value = {"pathname": path}.get(spec["property"], f"?{query}")
    if not spec["id"].startswith("{"):
        return {"id": spec["id"], "property": spec["property"], "value": value}
    pattern = json.loads(spec["id"])
    chosen = {key: "x" if isinstance(part, list) else part for key, part in pattern.items()}
    one = {"id": chosen, "property": spec["property"], "value": value}
    return [one] if ["ALL"] in pattern.values() else one


def _outputs(callback: dict[str, Any]) -> Any:
    declared = callback["output"]
    if isinstance(declared, list | tuple):
        return [output.to_dict() for output in declared]
    return declared.to_dict()


def _form(ground: Corpus, chance: random.Random) -> Case:
    fields = dict(STORY)
    for name in chance.sample(FIELDS, chance.randint(0, 4)):
        fields[name] = str(chance.choice(VALUES))
    if chance.random() < 0.1:
        fields = {name: str(chance.choice(VALUES)) for name in chance.sample(FIELDS, 5)}
    sent = urlencode(fields, errors="replace").encode()
    form = (("Content-Type", "application/x-www-form-urlencoded"),)
    return Case("form", "POST", _mutated(chance.choice(ground.forms), chance), form, sent)


KINDS = {
    "address": (_address, 44),
    "bytes": (_bytes, 10),
    "callback": (_callback, 24),
    "deck": (_deck, 6),
    "area": (_area, 5),
    "form": (_form, 10),
    "heavy": (_heavy, 1),
}
