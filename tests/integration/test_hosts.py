"""A name that is not ours gets words and nothing else; a start that others can reach says where."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from callbacks.server import binding
from callbacks.server.binding import BindRefusedError
from data.settings import Settings, SettingsError
from layouts.frame.plain import FILES, plain_page
from tests.conftest import AppMaker

ROOT = Path(__file__).parents[2]
PUBLIC_URL = "https://health.example.org"
FOREIGN = (
    "evil.test", "evil.test:80", "health.example.org.evil.test", "xhealth.example.org",
    "health.example.org@evil.test", "evil.test#health.example.org", "a.health.example.org",
    "localhost.evil.test", "127.0.0.1.evil.test", "10.0.0.7:8050", "[::2]:80", "127.1", "old.test",
    "health.example.org:81:82", "health.example.org evil.test", "health.example.org, evil.test",
    "", "é.test",
)  # fmt: skip
OURS = (
    "health.example.org", "HEALTH.example.org:8443", "health.example.org.", "localhost:8050",
    "kc.localhost", "127.0.0.1", "127.0.0.2:8050", "[::1]:8050", "old.example.net", "a.b.old.test",
)  # fmt: skip
ALLOWED = "Old.example.net *.old.test"
# What caches and layers in front of Flask answer too, a redirect, a callback, an unknown address.
PATHS = ("/", "/?lang=es", "/nowhere", "/assets/icons/icon.svg", "/favicon.ico", "/robots.txt",
         "/_dash-layout", "/api/nothing")  # fmt: skip


@pytest.mark.parametrize("base_path", ["/", "/health/"])
def test_another_name_gets_words_and_none_of_our_pages(
    make_small_app: AppMaker, base_path: str
) -> None:
    app = make_small_app(public_url=PUBLIC_URL, allowed_hosts=ALLOWED, base_path=base_path)
    client = app.server.test_client()
    for path in (base_path + path[1:] for path in PATHS):
        warm = client.get(
            path, headers={"Host": "health.example.org"}
        )  # it may be kept from now on
        assert warm.status_code != 421, path
        for host in FOREIGN:
            for accepted in ("text/html", "*/*", "application/json"):
                answer = client.get(path, headers={"Host": host, "Accept": accepted})
                where = (path, host, accepted)
                assert answer.status_code == 421, where
                assert answer.headers["Cache-Control"] == "no-store", where
                assert "Location" not in answer.headers, where
                assert not host or host not in answer.text, where
    sent = client.post(f"{base_path}_dash-update-component", headers={"Host": "evil.test"}, json={})
    assert sent.status_code == 421


def test_our_names_are_answered(make_small_app: AppMaker) -> None:
    client = make_small_app(public_url=PUBLIC_URL, allowed_hosts=ALLOWED).server.test_client()
    assert {h: client.get("/", headers={"Host": h}).status_code for h in OURS} == dict.fromkeys(
        OURS, 200
    )


def test_without_a_setting_only_this_machine_is_answered(make_small_app: AppMaker) -> None:
    client = make_small_app().server.test_client()
    assert client.get("/", headers={"Host": "localhost:8050"}).status_code == 200
    assert client.get("/", headers={"Host": "health.example.org"}).status_code == 421


def test_load_balancers_ask_by_number(make_small_app: AppMaker) -> None:
    client = make_small_app(public_url=PUBLIC_URL, base_path="/health/").server.test_client()
    assert client.get("/health/healthz", headers={"Host": "10.0.0.7"}).status_code == 200
    assert client.get("/health/healthz/", headers={"Host": "10.0.0.7"}).status_code == 421


def test_the_words_are_in_both_languages_and_lead_to_the_site(make_small_app: AppMaker) -> None:
    client = make_small_app(public_url=PUBLIC_URL).server.test_client()
    page = client.get("/", headers={"Host": "evil.test", "Accept": "text/html"}).text
    assert page.count(f'href="{PUBLIC_URL}/"') == 2
    assert '<section lang="en">' in page and '<section lang="es">' in page


@pytest.mark.parametrize("wrong", ["http://a.test", "a.test:80", "*", "a.test,b.test", "a_b"])
def test_names_that_are_none_are_refused(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", wrong)
    with pytest.raises(SettingsError, match="ALLOWED_HOSTS"):
        Settings.from_environment()


# -- where the server listens ----------------------------------------------------------------------

NEAR = (("127.0.0.1", 8050), ("127.9.9.9", 1), ("::1", 8050, 0, 0), ("localhost", 8050), "/run/kc")
OPEN = (("0.0.0.0", 8050), ("", 8050), ("::", 8050, 0, 0), ("192.168.1.5", 8050), ("kc.test", 80))


def test_only_a_server_that_others_reach_needs_its_address() -> None:
    assert binding.check(NEAR, "") == ""
    for address in OPEN:
        with pytest.raises(BindRefusedError, match="PUBLIC_URL=http"):
            binding.check([*NEAR, address], "")
        assert binding.check([address], PUBLIC_URL) == ""
        assert binding.check([address], "http://192.168.1.5:8050") == ""
        assert "never" not in binding.check([address], PUBLIC_URL)
        assert "TLS" in binding.check([address], "http://health.example.org")


def arbiter_at(address: tuple[str, int], said: list[str]) -> SimpleNamespace:
    return SimpleNamespace(
        cfg=SimpleNamespace(address=[address]),
        log=SimpleNamespace(warning=said.append),
        pidfile=SimpleNamespace(unlink=lambda: said.append("no pid file is left")),
    )


def test_an_open_bind_ends_the_start_with_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    """However gunicorn is told of it."""
    on_starting = runpy.run_path(str(ROOT / "gunicorn.conf.py"))["on_starting"]
    said: list[str] = []
    with pytest.raises(SystemExit) as ended:
        on_starting(arbiter_at(("0.0.0.0", 8050), said))
    assert ended.value.code == 1 and said == ["no pid file is left"]
    words = capsys.readouterr().err
    assert words.startswith("The dashboard cannot start.\nOthers can reach it at 0.0.0.0")


def test_a_warning_is_logged_and_the_start_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setenv("PUBLIC_URL", "http://health.example.org")
    binding.check_start(arbiter_at(("0.0.0.0", 8050), said))
    assert len(said) == 1 and "docs/how-to/deploy.md" in said[0]


# -- the same words from a proxy -------------------------------------------------------------------


def test_the_proxys_pages_are_those_that_code_makes() -> None:
    """`python -m layouts.frame.plain deploy/nginx/pages` writes them again."""
    folder = ROOT / "deploy/nginx/pages"
    assert {file.name for file in folder.iterdir()} == FILES.keys()
    for name, kind in FILES.items():
        assert (folder / name).read_text(encoding="utf-8") == plain_page(kind), name
