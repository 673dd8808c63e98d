"""An empty PowerPoint file with a master of its own: 16:9 or 4:3, one layout, our colors and type.

The template that comes with python-pptx has eleven layouts that no slide here uses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from data.locale import Texts
from layouts.figures.slide_room import Shape
from layouts.theme import LIGHT_PALETTE, Palette

HEIGHT = Inches(7.5)
FONT = "Arial"
# The foot is as large as the 28 px of the other slides, which are 1920 px wide as this is 13.33 in.
KICKER_PT, TITLE_PT, BODY_PT, FOOT_PT = 18, 32, 18, 14
# Numbers of the placeholders for what stands over the finding and for its rest.
KICKER, BODY, NUMBER = 13, 14, 12
LANGUAGES = {"en": "en-US", "es": "es-US"}
# A property of a file holds no more.
MOST_PROPERTY_CHARS = 255
_TITLE_ONLY = 5
_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_MARGINS = 'lIns="0" tIns="0" rIns="0" bIns="0"'


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """The lower edge."""
        return self.top + self.height

    @property
    def right(self) -> int:
        """The right edge."""
        return self.left + self.width

    @property
    def inches(self) -> tuple[float, float]:
        """Width and height."""
        return self.width / Inches(1), self.height / Inches(1)

    @property
    def emu(self) -> tuple[Emu, Emu, Emu, Emu]:
        """Left, top, width, height."""
        return Emu(self.left), Emu(self.top), Emu(self.width), Emu(self.height)


EDGE = Inches(0.55)


@dataclass(frozen=True, slots=True)
class Frame:
    """The places on a slide of one width, in EMU."""

    width: int

    @property
    def inner(self) -> int:
        """Width between the edges."""
        return self.width - 2 * EDGE

    @property
    def kicker(self) -> Box:
        """What stands over the finding."""
        return Box(EDGE, Inches(0.35), self.inner, Inches(0.35))

    @property
    def title(self) -> Box:
        """The finding."""
        return Box(EDGE, Inches(0.75), self.inner, Inches(1.15))

    @property
    def body(self) -> Box:
        """What is left under the finding."""
        return Box(EDGE, Inches(2.1), self.inner, Inches(4.1))

    @property
    def code(self) -> Box:
        """The code of the live view."""
        return Box(self.width - EDGE - Inches(0.95), Inches(6.3), Inches(0.95), Inches(0.95))

    @property
    def number(self) -> Box:
        """The number of the slide, left of the code."""
        return Box(self.code.left - Inches(0.75), Inches(6.97), Inches(0.6), Inches(0.25))


def frame_of(shape: Shape) -> Frame:
    """The places on a slide of this shape, which is as high as any other one."""
    return Frame(round(HEIGHT * shape.width_px / shape.height_px))


def empty_deck(texts: Texts, *, title: str, frame: Frame) -> Any:
    """A presentation without slides; title, author and language are in its properties."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(frame.width), HEIGHT
    size = deck.part._element.find(qn("p:sldSz"))
    size.attrib.pop("type", None)  # it says 4:3
    _leave_out(deck)
    _theme(deck, LIGHT_PALETTE)
    lang = LANGUAGES[texts.lang]
    _master(deck, texts, frame)
    for run in deck.part._element.iter(qn("a:defRPr")):
        if run.get("lang"):
            run.set("lang", lang)
    _properties(deck, texts, title, lang)
    return deck


def _properties(deck: Any, texts: Texts, title: str, lang: str) -> None:
    told = deck.core_properties
    told.title, told.author = title[:MOST_PROPERTY_CHARS], texts.t("shell.product")
    told.last_modified_by, told.language = told.author, lang
    told.created = told.modified = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    told.subject = told.keywords = told.comments = ""


def _leave_out(deck: Any) -> None:
    """Layouts that no slide uses, the template's picture of itself and its printer."""
    kept = deck.slide_layouts[_TITLE_ONLY]
    for layout in list(deck.slide_layouts):
        if layout is not kept:
            deck.slide_layouts.remove(layout)
    for owner in (deck.part, deck.part.package):
        rels = owner.rels if owner is deck.part else owner._rels
        for key in [
            k for k, rel in rels.items() if rel.reltype.endswith(("/printerSettings", "/thumbnail"))
        ]:
            rels.pop(key)


def _theme(deck: Any, colors: Palette) -> None:
    (part,) = (
        rel.target_part
        for rel in deck.slide_master.part.rels.values()
        if rel.reltype.endswith("/theme")
    )
    slots = {
        "dk1": colors.ink,
        "lt1": colors.paper,
        "dk2": colors.ink_muted,
        "lt2": colors.grid,
        "accent1": colors.outcome_mark,
        "accent2": colors.factor_mark,
        "accent3": colors.verdict_better,
        "accent4": colors.verdict_worse,
        "accent5": colors.verdict_neutral,
        "accent6": colors.control,
        "hlink": colors.accent,
        "folHlink": colors.accent,
    }
    fills = "".join(
        f'<a:{slot}><a:srgbClr val="{color.lstrip("#").upper()}"/></a:{slot}>'
        for slot, color in slots.items()
    )
    xml = part.blob.decode()
    xml = re.sub(r"(<a:clrScheme [^>]*>).*?(</a:clrScheme>)", rf"\g<1>{fills}\g<2>", xml)
    xml = re.sub(r'<a:latin typeface="[^"]*"/>', f'<a:latin typeface="{FONT}"/>', xml)
    part._blob = xml.encode()


def _master(deck: Any, texts: Texts, frame: Frame) -> None:
    """Title, words and slide number on the master; kicker and rest of the finding on the layout."""
    master, layout = deck.slide_master, deck.slide_layouts[0]
    for owner in (master, layout):
        tree = owner._element.cSld.spTree
        for shape in list(tree.iterchildren(qn("p:sp"))):
            tree.remove(shape)
    t = texts.t
    lang = LANGUAGES[texts.lang]
    shapes = (
        ("title", 0, frame.title, t("present.pptx_text.prompt_title"), ""),
        ("body", 1, frame.body, t("present.pptx_text.prompt_rest"), ""),
        ("sldNum", 4, frame.number, "", _level(FOOT_PT, "tx2", align="r")),
    )
    for number, part in enumerate(shapes, start=2):
        _add(master, number, part, lang)
    _styles(master)
    layout._element.cSld.set("name", t("present.pptx_text.layout"))
    layout._element.attrib.pop("type", None)
    parts = (
        ("title", 0, frame.title, t("present.pptx_text.prompt_title"), ""),
        ("body", KICKER, frame.kicker, t("present.pptx_text.prompt_kicker"),
         _level(KICKER_PT, "tx2")),
        ("body", BODY, frame.body, t("present.pptx_text.prompt_rest"), ""),
        ("sldNum", NUMBER, frame.number, "", ""),
    )  # fmt: skip
    for number, part in enumerate(parts, start=2):
        _add(layout, number, part, lang)


def _level(size_pt: int, color: str, *, align: str = "l", bold: int = 0) -> str:
    return (
        f'<a:lvl1pPr marL="0" indent="0" algn="{align}"><a:buNone/>'
        f'<a:defRPr sz="{size_pt * 100}" b="{bold}"><a:solidFill><a:schemeClr val="{color}"/>'
        "</a:solidFill></a:defRPr></a:lvl1pPr>"
    )


def number_field(lang: str) -> str:
    """The number of the slide, kept right by PowerPoint."""
    return (
        '<a:p><a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
        f'<a:rPr lang="{lang}"/><a:t>‹#›</a:t></a:fld></a:p>'
    )


def _add(owner: Any, number: int, part: tuple[str, int, Box, str, str], lang: str) -> None:
    """A placeholder: kind, index, place, what it asks for, and its own style."""
    kind, idx, box, words, style = part
    at = f'<a:off x="{box.left}" y="{box.top}"/><a:ext cx="{box.width}" cy="{box.height}"/>'
    index = f' idx="{idx}"' if idx else ""
    line = f'<a:p><a:r><a:rPr lang="{lang}"/><a:t>{escape(words)}</a:t></a:r></a:p>'
    anchor = "b" if kind == "sldNum" else "t"
    owner._element.cSld.spTree.append(
        parse_xml(
            f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{number}" name="{kind} {number}"/>'
            f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}"{index}/>'
            f"</p:nvPr></p:nvSpPr><p:spPr><a:xfrm>{at}</a:xfrm>"
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
            f'<a:bodyPr wrap="square" {_MARGINS} anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
            f"<a:lstStyle>{style}</a:lstStyle>{line if words else number_field(lang)}"
            "</p:txBody></p:sp>"
        )
    )


def _styles(master: Any) -> None:
    """Type of the finding and of words; a quiet line under each paragraph."""
    styles = master._element.find(qn("p:txStyles"))
    for name, size, color, bold in (
        ("p:titleStyle", TITLE_PT, "tx1", 1),
        ("p:bodyStyle", BODY_PT, "tx1", 0),
    ):
        level = parse_xml(f"<a:x {_NS}>{_level(size, color, bold=bold)}</a:x>")[0]
        font = level.find(qn("a:defRPr"))
        kind = "mj" if bold else "mn"
        font.append(parse_xml(f'<a:latin {_NS} typeface="+{kind}-lt"/>'))
        style = styles.find(qn(name))
        style.replace(style.find(qn("a:lvl1pPr")), level)
