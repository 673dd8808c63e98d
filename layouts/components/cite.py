"""Cite: a link to the address of a chart or a number; where scripts run it copies the citation.

assets/clientside/shared/cite.js puts that together from what the page says at that moment, so that
no citation stands in the page a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.locale import Texts
from layouts.components.attributes import aria, data
from layouts.request import Link, PageRequest


def words_to_cite(request: PageRequest) -> dict[str, str]:
    """What is the same of every citation in a document, and of the code of every frame, by the end
    of its data attribute.
    """
    t = request.texts.t
    whole = t(
        "cite.whole",
        said="{said}",
        site=t("shell.product"),
        version=request.services.atlas.data_version,
        address="{address}",
        seen="{seen}",
    )
    copied = {"copied": t("cite.copied"), "uncopied": t("cite.uncopied")}
    return {"cite": whole, **copied, "framed": t("embed.copied")}


def below(link: Link, address: str) -> str:
    """The address of a path whose query names language and theme itself."""
    return link("").partition("?")[0] + address


def cite_link(
    *,
    texts: Texts,
    href: str,
    name: str = "",
    described_by: str = "",
    of: Sequence[str] = (),
    said: str = "",
    id: str | None = None,
    class_name: str = "cite",
    completed: str = "",
) -> Component:
    """A link to the address `href` of what is cited. Readers call it `name`, or say beside it what
    the element `described_by` holds.

    `of` are the ids of the elements that are cited, in their order; or `said` are the words.
    Without either it only leads there. `completed` is
    the address with marks that the browser puts a place and a measure in.
    """
    told = {"said": said} if said else {}
    told |= {"href": completed} if completed else {}
    told |= {"cite": " ".join(of)} if said or of else {}
    extra: dict[str, Any] = {"id": id} if id else {}
    extra |= aria(label=name) if name else aria(describedby=described_by)
    return html.A(
        texts.t("cite.label"),
        href=href,
        className=class_name,
        **extra,
        **data(**told),
    )
