"""Pages of words alone: of files that are not made, and of what stands where the site is not."""

from __future__ import annotations

import pytest

from data.locale import LANGUAGES, texts
from layouts.frame.plain import FILES, plain_page
from layouts.pages.fact_sheets import problem_page


def refused(lang: str, *, again_seconds: int) -> str:
    return problem_page(
        texts=texts(lang), title="A", message="B", home="/data", again_seconds=again_seconds
    )


@pytest.mark.parametrize(
    "page",
    [
        *(plain_page(kind) for kind in FILES.values()),
        *(refused(lang, again_seconds=seconds) for lang in LANGUAGES for seconds in (0, 5)),
    ],
)
def test_they_fit_a_phone_and_are_dark_where_the_system_is(page: str) -> None:
    assert "width=device-width, initial-scale=1" in page
    assert "light dark" in page and 'name="color-scheme"' in page
    assert "overflow-wrap:break-word" in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_asked_again_by_itself_can_be_asked_by_hand(lang: str) -> None:
    link = f'<a href="">{texts(lang).t("network.retry")}</a>'
    assert link in refused(lang, again_seconds=5)
    assert link not in refused(lang, again_seconds=0)
