"""A memo as the template `memo` sets it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from data.cities.city import city
from data.locale import Texts
from data.locale.format import format_day
from layouts.fact_sheets.content import PAPERS
from layouts.memo.memo import Memo

ACTIONS = ("receive", "direct", "recommend")
# Of the width, by column.
OPTION_SHARES = (1.4, 0.8, 2.1, 1.2, 1.5)
OPTION_COLUMNS = ("option", "who", "stands", "evidence", "concerns")
HEADS = ("purpose", "finding", "sure", "options", "cannot", "cited")


def memo_content(memo: Memo, texts: Texts) -> dict[str, Any]:
    """The JSON of the template."""
    made = memo.made
    return {
        **asdict(memo),
        "template": "memo",
        "made": None,
        "paper": PAPERS[memo.paper],
        "date": [made.year, made.month, made.day],
        "city": city().name.get(memo.lang),
        "author": texts.t("fact_sheets.sheet.product"),
        "description": texts.t("memo.description", title=memo.title),
        "words": memo_words(memo, texts),
    }


def memo_words(memo: Memo, texts: Texts) -> dict[str, Any]:
    """What stands in every memo."""
    t = texts.t
    return {
        **{name: t(f"memo.{name}") for name in ("item", "to", "from", "action")},
        **{name: t(f"memo.head.{name}") for name in HEADS},
        "check": t("options.check"),
        "actions": [t(f"memo.actions.{action}") for action in ACTIONS],
        "option_shares": list(OPTION_SHARES),
        "option_columns": [t(f"memo.column.{name}") for name in OPTION_COLUMNS],
        "made": t("memo.made", date=format_day(memo.made, lang=memo.lang)),
    }
