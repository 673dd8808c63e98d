"""Shared stories as visitors and moderators meet them: in process, over a store of their own."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

import brotli
import itsdangerous.timed
import pytest
from dash import Dash

from callbacks.server.delivery import Delivery
from callbacks.server.logs import ACCESS, ERRORS
from callbacks.stories.moderate import COOKIE, TRIES
from callbacks.stories.opening import StoriesRefused, open_shelf
from callbacks.stories.shelf import LiveShelf
from data.locale import texts
from data.settings import Settings
from data.stories.codes import token_hash
from data.stories.draft import TRAP
from data.stories.hints import Kind
from data.stories.model import MAX_TEXT_CHARS, State, Use
from data.stories.store import LimitedError
from layouts import paths
from tests.sharing import GOOD, TEXT, TOKEN, Site, code_of, empty, hash_of, hidden, site_of
from tests.stories import Clock

T = texts("en").t
# Where a story of ZIP code 64130 stands beside numbers, and where it does not.
SHOWN = (
    paths.STORIES,
    f"{paths.PLACE}/zip-64130",
    f"{paths.PLACE}/city",
    f"{paths.FACT_SHEETS}?place=zip-64130",
    paths.PLAN,
)
ELSEWHERE = (f"{paths.PLACE}/zip-64131", f"{paths.PLACE}/neighborhood-113", paths.EXPLORE)
# What a browser would run or load, of a visitor's making.
MARKUP = re.compile(
    r"<(?:script|img|svg|iframe|object|style|b|a)\b[^>]*(?:evil|onerror|alert)", re.I
)


@pytest.fixture(scope="module")
def only_site() -> Iterator[Site]:
    with site_of(stories_per_hour=9, stories_per_address=3, proxies=0) as found:
        yield found


@pytest.fixture
def site(only_site: Site) -> Site:
    """The site without stories and tries."""
    only_site.clock.now = Clock().now
    empty(only_site.store)
    return only_site


# -- telling -------------------------------------------------------------------------------------


def test_a_story_is_told_read_shown_and_taken_back(site: Site) -> None:
    sent = site.tell()
    assert sent.status_code == 200 and sent.headers["Cache-Control"] == "no-store"
    code = code_of(sent)
    assert "once an hour" not in site.ask(paths.STORIES).text  # nobody has read it
    cookie = site.signed_in()
    story = site.store.kept(State.WAITING)[0]
    assert (
        site.decide(cookie, "approve", story.id, **{f"edited-{story.id}": TEXT}).status_code == 303
    )
    page = site.ask(paths.STORIES, headers={"Accept-Encoding": "br"})
    words = brotli.decompress(page.data).decode()
    assert "once an hour &amp; we &lt;wait&gt;." in words
    assert page.headers["Cache-Control"] == "no-store" and "ETag" not in page.headers
    assert "voice--unprinted" in words  # a page that somebody prints is print
    for path in SHOWN:
        shown = site.ask(path)
        assert "once an hour" in shown.text and shown.headers["Cache-Control"] == "no-store", path
        assert shown.headers["X-Robots-Tag"] == "noarchive" and "data-nosnippet" in shown.text
    for path in ELSEWHERE:
        assert "once an hour" not in site.ask(path).text, path
    see = site.send(paths.YOURS, {"code": code.lower(), "step": "see"})
    assert T("share.yours.approved") in unescape(see.text)
    gone = site.send(paths.YOURS, hidden(see) | {"step": "take_back"})
    assert T("share.gone.said") in unescape(gone.text)
    for path in SHOWN:
        gone = site.ask(path)
        assert "once an hour" not in gone.text and "ETag" in gone.headers, path
    assert site.send(paths.YOURS, {"code": code}).status_code == 404
    assert all(b"once an hour" not in file.read_bytes() for file in site.folder.iterdir())
    assert all(b"once an hour" not in kept for kept in remembered(site.app))


def remembered(app: Dash) -> list[bytes]:
    """All that the server's memory keeps of pages and answers, as it was before compression."""
    hooks = app.server.before_request_funcs[None]
    owners = [getattr(hook, "__self__", None) for hook in hooks]
    delivery = next(owner for owner in owners if isinstance(owner, Delivery))
    kept = [*delivery.documents._answers.values(), *delivery.answers._answers.values()]
    assert kept
    return [brotli.decompress(one.body) if one.encoding == "br" else one.body for one in kept]


def test_the_living_page_keeps_no_story_either(site: Site) -> None:
    """What Dash's renderer is answered is remembered by the body of the request."""
    site.tell()
    site.decide(site.signed_in(), "approve", site.store.kept()[0].id)
    body = {
        "output": "shell.children",
        "outputs": {"id": "shell", "property": "children"},
        "inputs": [{"id": "location", "property": "pathname", "value": paths.STORIES}],
        "state": [{"id": "location", "property": "search", "value": ""}],
        "changedPropIds": ["location.pathname"],
    }
    client = site.app.server.test_client()

    def said() -> str:
        answer = client.post("/_dash-update-component", json=body)
        assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
        return answer.text

    assert "once an hour" in said()
    assert all(b"once an hour" not in kept for kept in remembered(site.app))
    site.store.take_back(hash_of(site.store, site.store.kept()[0].id))
    assert "once an hour" not in said()


def test_a_story_ends_by_itself(site: Site) -> None:
    site.tell(GOOD | {"months": "1"})
    site.decide(site.signed_in(), "approve", site.store.kept()[0].id)
    assert "once an hour" in site.ask(paths.STORIES).text
    site.clock.now += timedelta(days=31)
    assert "once an hour" not in site.ask(paths.STORIES).text
    assert all(b"once an hour" not in file.read_bytes() for file in site.folder.iterdir())


@pytest.mark.parametrize("use", [use for use in Use if use is not Use.ONLINE])
def test_only_consent_to_online_puts_a_story_online(site: Site, use: Use) -> None:
    form = {name: value for name, value in GOOD.items() if name != "online"}
    site.tell(form | {use.value: "yes"})
    site.decide(site.signed_in(), "approve", site.store.kept()[0].id)
    assert "once an hour" not in site.ask(paths.STORIES).text
    assert len(site.store.published((use,))) == 1


def test_what_may_tell_who_somebody_is_is_asked_about_first(site: Site) -> None:
    story = (
        "My son Marcus has asthma. We are undocumented. Write to a@b.org, see www.b.org, call"
        " 816-555-0199, or come to 12 Elm St. 123-45-6789"
    )
    review = site.send(paths.SHARE, GOOD | {"text": story, "step": "send"})  # no step is left out
    assert site.store.kept() == ()
    page = unescape(review.text)
    assert T("share.review.hints_title") in page and page.count("<mark>") == len(Kind)
    assert T("share.hint.name", said="Marcus") in page
    change = site.send(paths.SHARE, hidden(review) | {"step": "change"})
    assert story in unescape(change.text) and "<textarea" in change.text
    sent = site.send(paths.SHARE, hidden(review) | {"step": "send"})
    assert code_of(sent) and site.store.kept()[0].told == story  # never refused for it
    plain = site.send(paths.SHARE, GOOD | {"step": "check"})
    assert T("share.review.hints_title") not in unescape(plain.text)


def test_sending_twice_keeps_once_and_gives_the_code_again(site: Site) -> None:
    review = site.send(paths.SHARE, GOOD | {"step": "check"})
    codes = {code_of(site.send(paths.SHARE, hidden(review) | {"step": "send"})) for _ in range(3)}
    assert len(codes) == len(site.store.kept()) == 1


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(site: Site, lang: str) -> None:
    long = "a " * MAX_TEXT_CHARS
    answer = site.send(
        f"{paths.SHARE}?lang={lang}", {"text": long, "signed": "Rosa", "age": "minor"}
    )
    page, t = unescape(answer.text), texts(lang).t
    assert answer.status_code == 422
    for key in ("no_use", "guardian", "months"):
        assert t(f"share.errors.{key}") in page
    assert long.strip() in page and 'value="Rosa"' in page
    assert set(re.findall(r'href="#([a-z]+)"', page)) - {"main"} <= set(
        re.findall(r'id="([^"]+)"', page)
    )


# -- from where ------------------------------------------------------------------------------------


def test_a_story_is_sent_by_the_page_on_which_it_was_read(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = hidden(site.send(paths.SHARE, GOOD | {"step": "check"})) | {"step": "send"}
    for form in (
        {name: value for name, value in review.items() if name != "token"},
        review | {"token": review["token"][:-2]},
        review | {"text": "Another story."},
        review | {"lawmaker": "yes"},
        review | {"months": "24"},
    ):
        answer = site.send(paths.SHARE, form)
        assert answer.status_code == 403 and T("share.review.stale") in unescape(answer.text)
    then = itsdangerous.timed.time.time() + 3 * 3600
    with monkeypatch.context() as later:
        later.setattr(itsdangerous.timed.time, "time", lambda: then)
        assert site.send(paths.SHARE, review).status_code == 403
    assert site.store.kept() == ()
    again = hidden(site.send(paths.SHARE, review | {"token": ""})) | {"step": "send"}
    assert code_of(site.send(paths.SHARE, again))  # the page that says so can be sent


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
@pytest.mark.parametrize(
    "path", [paths.SHARE, paths.YOURS, *(f"{paths.MODERATE}/{do}" for do in ("sign-in", "decide"))]
)
def test_forms_of_other_sites_are_refused(site: Site, path: str, headers: dict[str, str]) -> None:
    answer = site.send(path, GOOD, **headers)
    assert answer.status_code == 403 and T("share.foreign.said") in unescape(answer.text)


def test_forms_of_this_site_are_taken(site: Site) -> None:
    for headers in (
        {"Origin": "http://localhost", "Sec_Fetch_Site": "same-origin"},
        {"Origin": "http://localhost"},
        {"Origin": "https://localhost"},  # by a proxy that ends TLS
        {},
    ):
        assert site.send(paths.SHARE, GOOD | {"step": "check"}, **headers).status_code == 200


def test_programs_and_what_is_too_large_are_told_so(site: Site) -> None:
    answer = site.send(paths.SHARE, GOOD | {TRAP: "http://spam", "step": "check"})
    assert answer.status_code == 422 and T("share.errors.trap") in unescape(answer.text)
    answer = site.send(paths.SHARE, GOOD | {"text": "a" * 60_000})
    assert answer.status_code == 413 and T("share.too_large.said") in unescape(answer.text)
    client = site.app.server.test_client()
    for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x"):
        answer = client.post(paths.SHARE, data=b'{"text": "x"}', content_type=kind)
        assert answer.status_code == 415 and T("share.no_form.said") in unescape(answer.text)


def test_limits_hold_by_address_and_overall(site: Site) -> None:
    for number in range(4):
        answer = site.tell(GOOD | {"text": f"Story {number}"}, address="192.0.2.9")
        assert answer.status_code == (200 if number < 3 else 429)
    assert "Story 3" in answer.text and T("share.limited.said") in unescape(answer.text)
    # what a visitor says of its own address counts for nothing
    assert site.tell(address="192.0.2.9", X_Forwarded_For="192.0.2.77").status_code == 429
    # one household of IPv6, whichever address of it
    for number in range(4):
        household = f"2001:db8:1:2::{number + 1}"
        answer = site.tell(GOOD | {"text": f"Six {number}"}, address=household)
        assert answer.status_code == (200 if number < 3 else 429)
    for number in range(6):
        answer = site.tell(GOOD | {"text": f"More {number}"}, address=f"192.0.2.{100 + number}")
    assert answer.status_code == 429 and T("share.limited_all.said") in unescape(answer.text)
    assert len(site.store.kept()) == 9
    raw = b"".join(file.read_bytes() for file in site.folder.iterdir())
    assert b"192.0.2" not in raw and b"2001:db8" not in raw
    site.clock.now += timedelta(hours=1, seconds=1)
    assert site.tell(GOOD | {"text": "Later"}, address="192.0.2.9").status_code == 200


def test_behind_proxies_their_last_word_counts(site: Site) -> None:
    with site_of_proxies(site) as behind:
        for number in range(5):
            seen = f"198.51.100.7, 192.0.2.{number}, 10.0.0.1"
            answer = behind.tell(GOOD | {"text": f"Story {number}"}, X_Forwarded_For=seen)
            assert answer.status_code == 200, number
            forged = f"203.0.113.{number}, 192.0.2.50, 10.0.0.1"
            answer = behind.tell(GOOD | {"text": f"Forged {number}"}, X_Forwarded_For=forged)
            assert answer.status_code == (200 if number < 3 else 429), number
            if number == 3:
                break


@contextmanager
def site_of_proxies(site: Site) -> Iterator[Site]:
    """The same app, told that two proxies stand in front."""
    desk = site.app.server.view_functions[f"stories_POST_{paths.SHARE}"].__wrapped__.__self__.desk
    before = desk.settings
    object.__setattr__(desk, "settings", before.model_copy(update={"proxies": 2}))
    yield site
    object.__setattr__(desk, "settings", before)


# -- codes -----------------------------------------------------------------------------------------


def test_a_code_takes_back_only_by_its_own_page(site: Site) -> None:
    code = code_of(site.tell())
    for form in (
        {"code": code, "step": "take_back"},
        {"code": code, "step": "take_back", "token": "x"},
    ):
        assert site.send(paths.YOURS, form).status_code == 403
    assert len(site.store.kept()) == 1
    assert b"".join(file.read_bytes() for file in site.folder.iterdir()).find(code.encode()) == -1


def test_guessing_codes_ends_soon(site: Site) -> None:
    statuses = [site.send(paths.YOURS, {"code": "0" * 16}).status_code for _ in range(42)]
    assert statuses == [404] * 40 + [429] * 2
    assert site.send(paths.YOURS, {"code": "0" * 16}, address="192.0.2.2").status_code == 404


# -- moderators ------------------------------------------------------------------------------------


def test_the_moderators_cookie_is_of_its_page_alone(site: Site) -> None:
    page = site.ask(paths.MODERATE)
    client = site.app.server.test_client()
    form = hidden(page) | {"key": TOKEN}
    for base, origin, secure in (
        ("http://localhost", "http://localhost", False),
        ("http://localhost", "https://localhost", True),  # by a proxy that ends TLS
        ("https://localhost", "https://localhost", True),
    ):
        answer = client.post(
            f"{paths.MODERATE}/sign-in", data=form, base_url=base, headers={"Origin": origin}
        )
        cookie = answer.headers["Set-Cookie"]
        assert {"HttpOnly", "SameSite=Strict", f"Path={paths.MODERATE}"} <= set(cookie.split("; "))
        assert "Max-Age=3600" in cookie and ("Secure" in cookie.split("; ")) is secure
        assert cookie.split("=")[1] not in str(site.store.events())
    for path in (paths.SHARE, paths.YOURS, paths.STORIES, paths.MODERATE):
        assert "Set-Cookie" not in site.ask(path).headers
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_guessing_the_token_ends_soon(site: Site) -> None:
    form = hidden(site.ask(paths.MODERATE))
    sign_in = f"{paths.MODERATE}/sign-in"
    said = [site.send(sign_in, form | {"key": f"guess {n}"}).status_code for n in range(13)]
    assert said == [403] * 10 + [429] * 3
    assert site.send(sign_in, form | {"key": TOKEN}).status_code == 429  # also for who has it
    assert site.send(sign_in, form | {"key": TOKEN}, address="192.0.2.2").status_code == 303
    assert site.send(sign_in, {"key": TOKEN}, address="192.0.2.3").status_code == 403
    while True:  # many addresses, a try each
        try:
            site.store.count_try(TRIES, [f"one more {random.random()}"])
        except LimitedError as limited:
            assert limited.from_all
            break
    assert site.send(sign_in, form | {"key": TOKEN}, address="192.0.2.4").status_code == 429


def test_only_a_session_decides_and_only_by_its_own_page(site: Site) -> None:
    site.tell()
    story = site.store.kept()[0].id
    cookie, other = site.signed_in(), site.signed_in()
    token = hidden(site.ask(paths.MODERATE, headers={"Cookie": cookie}))["token"]
    decide, form = f"{paths.MODERATE}/decide", {"do": "withdraw", "story": str(story)}
    for headers, words in (
        ({}, form | {"token": token}),
        ({"Cookie": cookie}, form),
        ({"Cookie": cookie}, form | {"token": "x"}),
        ({"Cookie": other}, form | {"token": token}),
        ({"Cookie": f"{COOKIE}=guess"}, form | {"token": token}),
    ):
        assert site.send(decide, words, **headers).status_code == 403
    for wrong in ({"do": "delete"}, {"story": "1 or 1"}, {"do": "refuse"}):
        answer = site.send(decide, form | {"token": token} | wrong, Cookie=cookie)
        assert answer.status_code == 400
    assert len(site.store.kept()) == 1
    site.clock.now += timedelta(hours=1, seconds=1)
    assert site.send(decide, form | {"token": token}, Cookie=cookie).status_code == 403
    fresh = site.signed_in()
    page = site.ask(paths.MODERATE, headers={"Cookie": fresh})
    out = site.send(f"{paths.MODERATE}/sign-out", hidden(page), Cookie=fresh)
    assert out.status_code == 303 and "Max-Age=0" in out.headers["Set-Cookie"]
    assert TEXT[:20] not in site.ask(paths.MODERATE, headers={"Cookie": fresh}).text


def test_a_moderator_edits_refuses_and_withdraws(site: Site) -> None:
    codes = [code_of(site.tell(GOOD | {"text": f"{TEXT} {n}"})) for n in range(3)]
    first, second, third = (story.id for story in site.store.kept())
    cookie = site.signed_in()
    shorter = {f"edited-{first}": "The bus comes.", "seen": f"{TEXT} 0"}
    site.decide(cookie, "approve", first, **shorter)
    site.decide(cookie, "refuse", second, **{f"reason-{second}": "too_private"})
    site.decide(cookie, "withdraw", third)
    changed = site.decide(cookie, "approve", second, seen="Something else")
    assert changed.headers["Location"].endswith("done=changed")
    assert site.decide(cookie, "approve", third).headers["Location"].endswith("done=gone")
    nothing = {f"edited-{second}": " \n "}
    emptied = site.decide(cookie, "approve", second, **nothing)
    assert emptied.headers["Location"].endswith("done=empty")
    seen = [unescape(site.send(paths.YOURS, {"code": code}).text) for code in codes]
    assert "The bus comes." in seen[0] and T("share.yours.edited") in seen[0]
    assert T("share.reason.too_private") in seen[1] and T("share.yours.unknown") in seen[2]
    assert "The bus comes.<" in site.ask(paths.STORIES).text
    queue = unescape(site.ask(paths.MODERATE, headers={"Cookie": cookie}).text)
    assert T("share.action.withdrawn") in queue and f"{TEXT} 0" in queue
    assert f"{TEXT} 2" not in queue  # the log says that it is gone, not what it said
    did = unescape(site.ask(f"{paths.MODERATE}?done=approve", headers={"Cookie": cookie}).text)
    assert T("share.moderate.did.approve") in did
    assert site.ask(f"{paths.MODERATE}?done=<b>", headers={"Cookie": cookie}).status_code == 200


def test_another_token_ends_every_session_and_none_has_no_page(site: Site) -> None:
    cookie = site.signed_in()
    moderation = site.app.server.view_functions[
        f"stories_GET_{paths.MODERATE}"
    ].__wrapped__.__self__
    desk, before = moderation.desk, moderation.desk.settings
    for kept, status in ((token_hash("new"), 200), ("", 404)):
        changed = before.model_copy(update={"stories_token_hash": kept})
        object.__setattr__(desk, "settings", changed)
        page = site.ask(paths.MODERATE, headers={"Cookie": cookie})
        assert page.status_code == status and T("share.moderate.rules") not in unescape(page.text)
    object.__setattr__(desk, "settings", before)


def test_a_file_that_cannot_be_made_ends_the_start_in_words() -> None:
    with pytest.raises(StoriesRefused, match="STORIES_DATABASE_URL"):
        open_shelf(Settings(stories_database_url="sqlite:////dev/null/stories.sqlite"))


# -- away ------------------------------------------------------------------------------------------


def test_without_its_database_all_else_goes_on(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    review = site.send(paths.SHARE, GOOD | {"step": "check"})
    file = site.folder / "stories.sqlite"
    content = file.read_bytes()
    file.write_bytes(b"no database, but long enough to be taken for one" * 40)
    try:
        assert site.ask(paths.SHARE).status_code == site.ask(paths.YOURS).status_code == 503
        assert T("share.away.said") in unescape(site.ask(paths.SHARE).text)
        lost = site.send(paths.SHARE, hidden(review) | {"step": "send"})
        assert lost.status_code == 503 and TEXT in unescape(lost.text)  # still on the page
        page = site.ask(paths.STORIES)
        assert page.status_code == 200 and T("share.list.away") in unescape(page.text)
        assert site.ask(f"{paths.PLACE}/zip-64130").status_code == 200
    finally:
        file.write_bytes(content)
    shelf = site.app.server.view_functions[f"stories_GET_{paths.SHARE}"].__wrapped__.__self__.desk
    assert isinstance(shelf.services.shelf, LiveShelf)
    assert shelf.services.shelf.store.circuit.ask_now()
    assert code_of(site.send(paths.SHARE, hidden(review) | {"step": "send"}))


# -- hostile ---------------------------------------------------------------------------------------

EVIL = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</textarea><script>evil()",
    '"><svg onload=alert(1)>', "javascript:alert(1)", "{{7*7}}", "%00%0d%0aSet-Cookie: a=b",
    "'; DROP TABLE stories; --", "\0", "\u202e\u2066", "\ud83d", "\U0001f3f3" * 30,
    "a\u0316" * 200, "A" * 1500, "\u0645\u0631\u062d\u0628", "=cmd|' /C calc'!A0", "<!--", "]]>",
    "&lt;b&gt;",
    "\r\n\r\n", " ", "", "NaN", "-1", "1e999",
)  # fmt: skip
NAMES = (
    "text", "signed", "place", "aloud", "print", "lawmaker", "online", "months", "age", "guardian",
    "website", "token", "step", "code", "key", "do", "story", "seen", "edited-1", "reason-1",
)  # fmt: skip
VALUES = (
    *EVIL,
    "yes",
    "6",
    "24",
    "adult",
    "minor",
    "zip-64130",
    "check",
    "send",
    "change",
    "approve",
)
ADDRESSES = (
    paths.SHARE, paths.SHARE, paths.SHARE, paths.YOURS, paths.MODERATE, f"{paths.MODERATE}/sign-in",
    f"{paths.MODERATE}/decide", f"{paths.MODERATE}/sign-out", f"{paths.STORIES}/nowhere",
)  # fmt: skip


def hostile(chance: random.Random) -> tuple[str, dict[str, Any]]:
    """A request of a kind that nobody wants."""
    form = {
        name: chance.choice(VALUES) + chance.choice(("", "", chance.choice(EVIL)))
        for name in chance.sample(NAMES, chance.randint(0, len(NAMES)))
    }
    if chance.random() < 0.5:  # nearly right: gets further
        right = GOOD | {"step": "check", "text": f"{chance.choice(EVIL)} words"}
        form = right | dict([form.popitem()] if form else [])
    body: bytes = urlencode(form, errors="surrogatepass", encoding="utf-8").encode()
    if chance.random() < 0.1:
        body = chance.randbytes(chance.randint(0, 300)) + body * chance.choice((1, 1, 40))
    headers = {}
    if chance.random() < 0.2:
        headers["Origin"] = chance.choice(
            ("null", "http://localhost", "https://evil.example", "::", "http://[::1")
        )
    if chance.random() < 0.2:
        headers["Cookie"] = f"{COOKIE}={chance.choice(('x', 'a b', '%00', 'é'))}"
    if chance.random() < 0.2:
        headers["X-Forwarded-For"] = chance.choice(("1.2.3.4", ",,,", "é", "::1, x"))
    kind = chance.choice(
        ("application/x-www-form-urlencoded",) * 8 + ("text/plain", "multipart/form-data", "")
    )
    query = chance.choice(("", "", "?lang=es", "?lang=<script>", "?done=%00", "?place=zip-64130"))
    return chance.choice(ADDRESSES) + query, {
        "data": body, "headers": headers, "content_type": kind,
        "environ_base": {"REMOTE_ADDR": f"192.0.2.{chance.randint(1, 254)}"},
    }  # fmt: skip


@pytest.mark.parametrize(
    "count", [120, pytest.param(10_000, marks=pytest.mark.full)], ids=["sample", "all"]
)
def test_hostile_requests_do_nothing(
    site: Site,
    count: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    logged: list[Any] = []
    for logger in (ACCESS, ERRORS):
        caplog.set_level("INFO", logger.name)
        note: Callable[..., None] = lambda *words, **more: logged.append((words, more))  # noqa: E731
        monkeypatch.setattr(logger, "info", note)
        monkeypatch.setattr(logger, "error", note)
    chance = random.Random(7_305)
    client = site.app.server.test_client()
    for number in range(count):
        path, request = hostile(chance)
        answer = client.post(path, **request)
        assert answer.status_code < 500, (number, path, request, answer.text)
        assert not MARKUP.search(answer.text), (number, path, request)
        token = hidden(answer)
        if "nonce" not in token and "text" in token:  # a page to send: send it
            sent = client.post(
                paths.SHARE,
                data=token | {"step": "send"},
                environ_base=request["environ_base"],
            )
            assert sent.status_code in (200, 429), (number, token)
    assert 3 < len(site.store.kept()) <= 9
    cookie = site.signed_in() if count < 1000 else ""
    queue = (
        site.ask(paths.MODERATE, headers={"Cookie": cookie}) if cookie else site.ask(paths.STORIES)
    )
    assert queue.status_code == 200 and not MARKUP.search(queue.text)
    told = str(logged)
    assert logged and not any(evil in told for evil in ("alert", "192.0.2", "DROP", "1.2.3.4"))
