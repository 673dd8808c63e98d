"""Colors and type, shared by the style sheets and the figures. Pure: no Dash in here.

Color means one thing everywhere. An outcome is blue, a factor is orange, both together are the
3 x 3 mixture; within a ramp darker is always worse (or simply more, where no direction is good).
That holds in the dark theme as well: people read darker as more even on a dark background, and a
hand-out printed from the light theme must agree with the projector. The ramps of the dark theme
are therefore made anew and lie above its paper; they are not the light ones turned round.

Steps are even in CIE L*, and the nine mixtures stay apart in simulated color blindness. On light
paper the ramps run from about L* 85 to 25: the lightest class is light, so the line around every
area, not its fill, has 3:1 against the paper (WCAG 2.2, 1.4.11). Its lightness lies between two
steps, so that it parts two areas of any one class. In the dark the worst class would be the one
that sinks, so there every fill has 3:1, and the paper itself parts areas. What is no area (dots,
bars) has a color with 3:1, or an outline that has (`edge_of`). tests/unit/layouts/test_theme.py
computes all of it. `python -m layouts.theme` writes assets/css/palette.css from these values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

LIGHT = "light"
DARK = "dark"

FONT_FAMILY = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif'
)
# Chart text in px: one size for labels, one for what explains them.
CHART_FONT_SIZE = 13
CHART_FONT_SIZE_SMALL = 12
# Places that are not selected step back to this share of full strength.
FADED_OPACITY = 0.35
# A dot of what was not tested, beside a mark with a result.
UNTESTED_SHARE = 0.5
MARKS: tuple[str, ...] = (
    "better", "worse", "higher", "lower", "not_different", "not_tested", "modelled", "baseline",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Palette:
    """Colors of one theme as `#rrggbb`.

    `outcome` and `factor` run from best (0) to worst (4), or from least to most.
    `bivariate[i][j]` is the outcome's third i with the factor's third j, 0 best, 2 worst.
    """

    name: str
    paper: str
    surface: str  # form fields, open lists, sheets
    ink: str
    ink_muted: str  # secondary text, still 4.5:1
    rule: str  # hairlines that carry no meaning
    grid: str  # grid lines inside charts
    control: str  # outlines of controls, 3:1
    accent: str  # links, focus, the chosen segment
    accent_soft: str  # hovered option, pressed row
    on_accent: str
    outcome: tuple[str, str, str, str, str]
    factor: tuple[str, str, str, str, str]
    bivariate: tuple[tuple[str, str, str], tuple[str, str, str], tuple[str, str, str]]
    outcome_mark: str  # dots and words that stand for the outcome
    factor_mark: str
    area_line: str  # between neighboring areas and at the edge of the city
    no_data: str  # under the hatch
    hatch: str
    few_events: str  # fewer than 10 events: a class of its own
    verdict_better: str
    verdict_neutral: str
    verdict_worse: str
    band: str  # around a fitted line
    city_line: str
    selected_line: str
    water: str
    overlay_line: str  # districts, state line, graded land: told apart by dash and label


LIGHT_PALETTE = Palette(
    name=LIGHT,
    paper="#fdfcf9",
    surface="#ffffff",
    ink="#1c1f24",
    ink_muted="#555a62",
    rule="#dedad1",
    grid="#e6e3db",
    control="#827f76",
    accent="#4f6410",
    accent_soft="#eef1df",
    on_accent="#ffffff",
    outcome=("#abdbf8", "#5cb4e9", "#138bcb", "#0362a0", "#143b6e"),
    factor=("#f5cea0", "#e19d51", "#c26f1c", "#974808", "#652908"),
    bivariate=(
        ("#d1d0cd", "#dca35d", "#b76506"),
        ("#5bbbed", "#7e7e88", "#6a4c33"),
        ("#2280cb", "#39567c", "#36373a"),
    ),
    outcome_mark="#0362a0",
    factor_mark="#974808",
    area_line="#75736c",
    no_data="#fdfcf9",
    hatch="#827f76",
    few_events="#eceae4",
    verdict_better="#007a72",
    verdict_neutral="#6b6e74",
    verdict_worse="#6b1d5a",
    band="#d9d5cb",
    city_line="#1c1f24",
    selected_line="#1c1f24",
    water="#6f8792",
    overlay_line="#1c1f24",
)

DARK_PALETTE = Palette(
    name=DARK,
    paper="#1d2024",
    surface="#272b30",
    ink="#eeebe4",
    ink_muted="#b9b8b2",
    rule="#3a3f46",
    grid="#33383e",
    control="#858a91",
    accent="#bfd375",
    accent_soft="#363d2b",
    on_accent="#1d2024",
    outcome=("#ccedff", "#99cff1", "#6dafe0", "#3b90cf", "#0271b7"),
    factor=("#ffe4c0", "#f0bf84", "#dc9b53", "#c7772c", "#ac5511"),
    bivariate=(
        ("#e3e3e3", "#febb87", "#fc8c11"),
        ("#9dcbff", "#92aab8", "#ab805e"),
        ("#37a2f1", "#6886aa", "#796a7a"),
    ),
    outcome_mark="#6dafe0",
    factor_mark="#dc9b53",
    area_line="#1d2024",
    no_data="#1d2024",
    hatch="#858a91",
    few_events="#4a4f57",
    verdict_better="#74e3d6",
    verdict_neutral="#a3a6ab",
    verdict_worse="#cd78b8",
    band="#4a4f57",
    city_line="#eeebe4",
    selected_line="#ffffff",
    water="#8aa2ad",
    overlay_line="#eeebe4",
)

# Paper is white: the light theme without its tint.
PRINT_PALETTE = replace(LIGHT_PALETTE, paper="#ffffff", no_data="#ffffff", on_accent="#ffffff")

_PALETTES = {LIGHT: LIGHT_PALETTE, DARK: DARK_PALETTE}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a verdict is drawn: shape first, color second.

    `symbol` is a plotly marker name, `glyph` the same shape as a character for HTML. `share` is
    the size beside the other marks: what was not tested is a small dot, no filled shape.
    """

    symbol: str
    glyph: str
    color: str
    share: float = 1.0


def palette(theme: str) -> Palette:
    """Colors of `theme` (`light` or `dark`). Raises KeyError for any other name."""
    return _PALETTES[theme]


def bivariate(theme: str, *, outcome_third: int, factor_third: int) -> str:
    """Color of one cell of the 3 x 3; thirds run 0 (best) to 2 (worst)."""
    return palette(theme).bivariate[outcome_third][factor_third]


def edge_of(color: str, colors: Palette) -> str:
    """Outline of a dot of `color`: a light class of a ramp is carried by the ramp's mark color."""
    for ramp, mark in (
        (colors.outcome, colors.outcome_mark),
        (colors.factor, colors.factor_mark),
    ):
        if color in ramp and mark in ramp and ramp.index(color) < ramp.index(mark):
            return mark
    return color


def verdict_style(verdict: str, theme: str) -> Verdict:
    """Shape and color of a stored verdict (values of data.models.Verdict).

    Without a good direction, higher and lower keep the shapes and stay gray.
    """
    colors = palette(theme)
    styles = {
        "better": Verdict("triangle-up", "▲", colors.verdict_better),
        "worse": Verdict("triangle-down", "▼", colors.verdict_worse),
        "higher": Verdict("triangle-up", "▲", colors.verdict_neutral),
        "lower": Verdict("triangle-down", "▼", colors.verdict_neutral),
        "not_different": Verdict("circle-open", "○", colors.verdict_neutral),
    }
    return styles.get(verdict, Verdict("circle", "•", colors.ink_muted, UNTESTED_SHARE))


def mark_style(shape: str, theme: str) -> Verdict:
    """The one look of a mark on every chart: a verdict, or one of what has none.

    `modelled` is expected from who lives there, `baseline` the place compared with.
    """
    colors = palette(theme)
    if shape == "modelled":
        return Verdict("diamond-open", "◇", colors.outcome_mark)
    if shape == "baseline":
        return Verdict("diamond", "◆", colors.ink)
    return verdict_style(shape, theme)


def css_variables(theme: str) -> Iterator[tuple[str, str]]:
    """Custom properties of `theme`: `--paper`, `--outcome-0` … `--bivariate-2-2`."""
    colors = palette(theme)
    for item in fields(Palette):
        value = getattr(colors, item.name)
        name = "--" + item.name.replace("_", "-")
        if item.name == "name":
            continue
        if isinstance(value, str):
            yield name, value
        elif item.name == "bivariate":
            for i, row in enumerate(value):
                yield from ((f"{name}-{i}-{j}", color) for j, color in enumerate(row))
        else:
            yield from ((f"{name}-{i}", color) for i, color in enumerate(value))


def _block(selector: str, theme: str) -> str:
    lines = [f"  color-scheme: {theme};"]
    lines += [f"  {name}: {value};" for name, value in css_variables(theme)]
    return selector + " {\n" + "\n".join(lines) + "\n}\n"


def palette_css() -> str:
    """The style sheet with the palettes; printing is always on light paper."""
    head = "/* Written by `python -m layouts.theme` from layouts/theme.py: change it there. */\n"
    dark = '@media screen {\n:root[data-theme="dark"] {\n'
    body = _block("", DARK).removeprefix(" {\n").removesuffix("}\n")
    return head + _block(":root", LIGHT) + "\n" + dark + body + "}\n}\n"


if __name__ == "__main__":
    sheet = Path(__file__).parent.parent / "assets" / "css" / "palette.css"
    sheet.write_text(palette_css(), encoding="utf-8")
