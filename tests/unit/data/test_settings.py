"""Settings: good ones are normalised, bad ones are named."""

from __future__ import annotations

import pytest

from data.repository.engine import EXTRACT
from data.settings import Settings, SettingsError


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
        ("DATABASE_URL", "postgresql://db/kc", "postgresql://db/kc"),
        ("PLOTLY_BUNDLE", "full", "full"),
    ],
)
def test_value_is_read(monkeypatch: pytest.MonkeyPatch, name: str, given: str, read: str) -> None:
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


def test_password_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:secret@host:notaport/kc")
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment()
    assert "secret" not in str(raised.value)
