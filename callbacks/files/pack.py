"""The meeting pack of a deck, at an address beside its PowerPoint file and under the same rules."""

from __future__ import annotations

from datetime import date
from functools import partial
from http import HTTPStatus
from importlib import import_module
from urllib.parse import urlencode

from dash import Dash
from flask import Response

from callbacks.files import fact_sheets
from callbacks.files import slides as present
from callbacks.files.downloads import view_file
from callbacks.live import live_url, site
from callbacks.room.line import Lane
from callbacks.server.errors import log_failure
from callbacks.server.heavy import heavy
from data.address import Theme
from data.decks.deck import MAX_LINK_CHARS, Deck, to_link
from data.locale import LANGUAGES, Texts, texts
from data.services import Services
from data.settings import Settings
from layouts import paths
from layouts.charts.file_names import deck_name
from layouts.charts.slide_form import Form
from layouts.pack import archive, contents, kit, words
from layouts.paper.kit_looks import BOTH, DOCUMENTS, Look
from layouts.paper.press import PressError
from layouts.paper.turns import BusyError, Turns
from layouts.slides.build import build_deck
from layouts.slides.pdf_pages import pdf_content
from layouts.slides.player import payload
from layouts.slides.slide import Slide

AT_ONCE = 1
WAITING = 1
WAIT_SECONDS = 20.0
Built = tuple[Slide | None, ...]


class Packer:
    """Makes packs, one after the other: `turns` is where to wait for it."""

    def __init__(
        self,
        services: Services,
        settings: Settings,
        maker: fact_sheets.Maker,
        *,
        wait_seconds: float = WAIT_SECONDS,
    ) -> None:
        self._services, self._settings, self._maker = services, settings, maker
        self.turns = Turns(at_once=AT_ONCE, waiting=WAITING, wait_seconds=wait_seconds)

    def pack(self, deck: Deck, *, built: dict[str, Built], form: Form, day: date) -> bytes:
        """The zip of a deck with at least one slide. Raises what the press raises."""
        lang, spoken = form.lang, texts(form.lang)
        sheets = contents.sheets_of(self._services, deck)
        numbers = self._numbers(deck, spoken)
        read = [body.decode() for body in numbers.values()]
        used = contents.indicators_of(self._services, deck, read, sheets)
        files = {
            **self._slides(deck, built[lang], form, day),
            **self._sheets(sheets, spoken, day),
            **self._kit(deck, built, spoken, day),
            **numbers,
        }
        cited = {
            other: f"{deck_name(texts(other).t('pack.file.citations'), deck, other)}.pdf"
            for other in LANGUAGES
        }
        for other, name in cited.items():
            files[name] = self._citations(built[other], sheets, used, texts(other), day)
        own = [texts(other).t("pack.file.readme") for other in LANGUAGES]
        listed = [*own, *files]
        named = {key: spoken.t(f"pack.file.{key}") for key in ("slides", "sheets", "data")}
        named["kit"] = spoken.t("kit.folder")
        named["citations"] = ", ".join(cited.values())
        front = {}
        for other, name in zip(LANGUAGES, own, strict=True):
            said = texts(other)
            left = _left_out(deck, built[other], said)
            live = live_url(self._settings, _deck_path(deck, other))
            front[name] = words.readme(
                files=listed, notices=left, texts=said, day=day, live=live, named=named
            ).encode()
        return archive.zipped({**front, **files}, day)

    def _slides(self, deck: Deck, slides: Built, form: Form, day: date) -> dict[str, bytes]:
        live, spoken = partial(live_url, self._settings), texts(form.lang)
        folder = spoken.t("pack.file.slides")
        name, copier = (
            deck_name(spoken.t(f"present.file.{key}"), deck, spoken.lang) + form.mark
            for key in ("name", "copier")
        )
        made = payload(self._services, deck, lang=form.lang, live_url=live, **form.sheet)
        # Both bring packages that only an export needs.
        html = import_module("layouts.slides.html_file").html_file
        pptx = import_module("layouts.slides.powerpoint.file").pptx_file
        shown = [slide for slide in slides if slide is not None]
        office = pptx(shown, texts=spoken, live_url=live)
        title = spoken.t("pages.present.title")
        return {
            f"{folder}/{name}.pptx": archive.dated(office, day),
            f"{folder}/{name}.html": html(made, title=title).encode(),
            **{
                f"{folder}/{file}.pdf": self._maker.press.print(
                    partial(
                        pdf_content,
                        shown,
                        texts=spoken,
                        live_url=live,
                        made=day,
                        patterns=file != name,
                    )
                )
                for file in (name, copier)
            },
        }

    def _sheets(
        self, sheets: tuple[contents.SheetOf, ...], spoken: Texts, day: date
    ) -> dict[str, bytes]:
        folder = spoken.t("pack.file.sheets")
        files = {}
        for choice in contents.printed(sheets):
            made = self._maker.make("pdf", choice, made=day, site=site(self._settings))
            files[f"{folder}/{choice.lang}/{choice.file_name}.pdf"] = made.body
        return files

    def _kit(
        self, deck: Deck, built: dict[str, Built], spoken: Texts, day: date
    ) -> dict[str, bytes]:
        """Every document in every language, and cards with a language on each side."""
        folder, files = spoken.t("kit.folder"), {}
        for lang in LANGUAGES:
            said = texts(lang)
            live = live_url(self._settings, _deck_path(deck, lang))
            meeting = kit.meeting_of(self._services, deck, built[lang], live)
            looks = [(kind, Look()) for kind in DOCUMENTS]
            if lang == spoken.lang:
                looks.append(("cards", Look(both=True)))
            for kind, look in looks:
                name = f"{BOTH if look.both else lang}/{kit.deck_file(kind, deck, said, look)}"
                files[f"{folder}/{name}.pdf"] = self._maker.press.print(
                    partial(
                        kit.content,
                        self._services,
                        kind,
                        meeting,
                        spoken=said,
                        look=look,
                        made=day,
                    )
                )
        return files

    def _numbers(self, deck: Deck, spoken: Texts) -> dict[str, bytes]:
        folder = spoken.t("pack.file.data")
        files = {}
        for number, view in enumerate(deck.slides, start=1):
            found = view_file(self._services, view, spoken.lang)
            if found is not None:
                files[f"{folder}/{number:02}-{found.name}.csv"] = f"\ufeff{found.text}".encode()
        return files

    def _citations(
        self,
        slides: Built,
        sheets: tuple[contents.SheetOf, ...],
        used: tuple[str, ...],
        spoken: Texts,
        day: date,
    ) -> bytes:
        notes = [note for slide in slides if slide is not None for note in slide.chart.notes]
        return self._maker.press.print(
            partial(
                words.citations,
                self._services,
                slides=slides,
                sheets=sheets,
                indicators=used,
                sources=contents.sources_of(self._services, used, notes, spoken.lang),
                texts=spoken,
                day=day,
            )
        )


def _deck_path(deck: Deck, lang: str) -> str:
    """Path of this deck; of the page of slides where it is too long for a link."""
    link = to_link(deck)
    kept = {"deck": link} if len(link) <= MAX_LINK_CHARS else {}
    return f"{paths.PRESENT}?" + urlencode({**kept, "lang": lang})


def _left_out(deck: Deck, slides: Built, spoken: Texts) -> list[str]:
    return [
        spoken.t("deck.no_chart", value=str(number), used=view.chart)
        for number, (view, slide) in enumerate(zip(deck.slides, slides, strict=True), start=1)
        if slide is None
    ]


def register(app: Dash, services: Services, settings: Settings) -> None:
    """Add `/present/slides.zip`; after the fact sheets, whose press it uses."""
    base = settings.base_path.rstrip("/")
    packer = Packer(services, settings, app.server.extensions[fact_sheets.MAKER])

    def pack() -> Response:
        return answer(packer, services, settings)

    made = heavy(pack, Lane.LONG, says=present.said_later)
    app.server.add_url_rule(
        f"{base}/present/slides.zip", "present_pack", made, methods=["GET", "POST"]
    )


def answer(packer: Packer, services: Services, settings: Settings) -> Response:
    """The pack of the deck that is asked for, or words that say what is wrong: 400, 413, 503."""
    form, parsed = present.asked_form(settings), present.asked_deck()
    lang = form.lang
    if (refusal := present.refused(parsed, lang)) is not None:
        return refusal
    spoken = texts(lang)
    try:
        with packer.turns.turn():
            forms = {other: form if other == lang else Form(other) for other in LANGUAGES}
            built = {
                other: build_deck(
                    services, parsed.deck, lang=other, theme=Theme.LIGHT, **forms[other].sheet
                )[0]
                for other in LANGUAGES
            }
            if not any(built[lang]):
                notices = _left_out(parsed.deck, built[lang], spoken)
                return present.said_instead(HTTPStatus.BAD_REQUEST, notices)
            made = packer.pack(parsed.deck, built=built, form=form, day=date.today())
    except BusyError:
        return present.later(spoken.t("pack.button.busy"))
    except PressError as error:
        log_failure(error)
        return present.later(spoken.t("present.failed"))
    response = Response(made, mimetype="application/zip")
    name = deck_name(spoken.t("pack.file.name"), parsed.deck, lang) + form.mark
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response
