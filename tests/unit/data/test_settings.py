"""Settings: good ones are normalised, bad ones are named."""

from __future__ import annotations

import pytest

from data.repository.engine import EXTRACT
from data.settings import STORIES_FILE, Settings, SettingsError

ROOT = STORIES_FILE.parents[1]


def test_defaults_need_no_environment() -> None:
    settings = Settings.from_environment()
    assert settings.default_language == "en"
    assert settings.base_path == "/"
    assert str(EXTRACT) in settings.database_url
    assert "mode=ro&immutable=1" in settings.database_url


@pytest.mark.parametrize(
    ("name", "given", "read"),
    [
        ("BASE_PATH", "/kc", "/kc/"),
        ("BASE_PATH", "/a/b/", "/a/b/"),
        ("FRAME_ANCESTORS", "none", "'none'"),
        ("FRAME_ANCESTORS", "'self' https://*.kcmo.gov", "'self' https://*.kcmo.gov"),
        ("PUBLIC_URL", "https://example.org/kc/", "https://example.org/kc"),
        ("DEFAULT_LANGUAGE", "es", "es"),
        ("LOG_LEVEL", "DEBUG", "DEBUG"),
        ("LOG_LEVEL", "", "INFO"),
        ("DATABASE_URL", "postgresql://db/kc", "postgresql+psycopg://db/kc"),
        ("DATABASE_URL", "postgres://a:b@db/kc", "postgresql+psycopg://a:b@db/kc"),
        ("PLOTLY_BUNDLE", "full", "full"),
        ("STORIES_DATABASE_URL", "", ""),
        ("STORIES_DATABASE_URL", "sqlite", f"sqlite:///{STORIES_FILE}"),
        ("STORIES_DATABASE_URL", "sqlite://", f"sqlite:///{STORIES_FILE}"),
        ("STORIES_DATABASE_URL", "sqlite:////srv/s.sqlite", "sqlite:////srv/s.sqlite"),
        ("STORIES_DATABASE_URL", "postgres://a:b@h/n", "postgresql+psycopg://a:b@h/n"),
        ("STORIES_TOKEN_HASH", f"sha256:{'a1' * 32}", f"sha256:{'a1' * 32}"),
        ("STORIES_PER_HOUR", "100", 100),
        ("PROXIES", "2", 2),
    ],
)
def test_value_is_read(
    monkeypatch: pytest.MonkeyPatch, name: str, given: str, read: str | int
) -> None:
    monkeypatch.setenv(name, given)
    assert getattr(Settings.from_environment(), name.lower()) == read


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("DEFAULT_LANGUAGE", "fr", "en or es"),
        ("BASE_PATH", "kc", "starts with a slash"),
        ("BASE_PATH", "/a b", "starts with a slash"),
        ("BASE_PATH", "//evil", "starts with a slash"),
        ("LOG_LEVEL", "loud", "DEBUG, INFO, WARNING or ERROR"),
        ("FRAME_ANCESTORS", "self; script-src *", "'self', 'none' or origins"),
        ("FRAME_ANCESTORS", "'none' https://a.org", "'self', 'none' or origins"),
        ("FRAME_ANCESTORS", "*", "'self', 'none' or origins"),
        ("PUBLIC_URL", "example.org", "http:// or https://"),
        ("PUBLIC_URL", "https://example.org/?a=b", "http:// or https://"),
        ("DATABASE_URL", "kc.sqlite", "SQLAlchemy address"),
        ("PLOTLY_BUNDLE", "none", "auto or full"),
        ("STORIES_DATABASE_URL", f"sqlite:///{EXTRACT}", "not the extract"),
        ("STORIES_DATABASE_URL", f"sqlite:///{ROOT}/assets/s.sqlite", "nothing below assets"),
        ("STORIES_DATABASE_URL", "sqlite:///:memory:", "sqlite for a file below var/"),
        ("STORIES_DATABASE_URL", "sqlite:////tmp", "sqlite for a file below var/"),
        ("STORIES_DATABASE_URL", "mysql://h/n", "postgresql://user:password@host/name"),
        ("STORIES_DATABASE_URL", "postgresql://h", "postgresql://user:password@host/name"),
        ("STORIES_PER_HOUR", "0", "whole number from 1"),
        ("STORIES_PER_ADDRESS", "many", "whole number from 1"),
        ("PROXIES", "9", "0 to 5"),
        ("MAKERS", "0", "1 to 16"),
    ],
)
def test_bad_value_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, allowed: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment()
    message = str(raised.value)
    assert message.startswith(f'{name}="{value}" cannot be used; allowed: ')
    assert allowed in message
    assert len(message.splitlines()) == 1


def test_every_bad_value_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    monkeypatch.setenv("DEFAULT_LANGUAGE", "fr")
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment()
    assert [line.split("=")[0] for line in str(raised.value).splitlines()] == [
        "DEFAULT_LANGUAGE",
        "LOG_LEVEL",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:secret@host:notaport/kc",
        "postgres://user:in@secret@host/kc",
        "postgres://user:in/secret@host:notaport/kc",
        "postgres://host:notaport/kc?user=me&password=secret",
    ],
)
def test_password_is_not_repeated(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment()
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("name", ["STORIES_TOKEN_HASH", "STORIES_SECRET"])
def test_a_secret_is_not_said_again(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A token itself in the place of its hash is refused, and not written into a log."""
    monkeypatch.setenv(name, "my own token")
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment()
    assert name in str(raised.value) and "my own token" not in str(raised.value)
