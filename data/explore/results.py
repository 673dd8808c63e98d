"""What a page is drawn from: frozen results of `data.services`, read by figures and sentences.

Every number a picture, a sentence, a table or a download shows stands in one of these; nothing
downstream computes a statistic. Missing numbers are NaN.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.atlas.overlays import OverlayLayer
from data.catalogue.pairs import PairRule
from data.catalogue.schema import Indicator, Source
from data.models import Geography, ObservedLink, PlaceId
from data.pooling.fifths import FifthsGap
from data.rules import ALPHA

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CityValues:
    """The city's own values of both indicators with 95 % limits, in the indicators' units."""

    outcome: float
    outcome_lower: float
    outcome_upper: float
    factor: float
    factor_lower: float
    factor_upper: float


@dataclass(frozen=True, slots=True)
class Within:
    """The larger place whose places alone are shown, and where its outline is found."""

    place: PlaceId
    name: str
    geojson_url: str


@dataclass(frozen=True, slots=True)
class AssociationView:
    """Weighted linear association of factor (x) and outcome (y) over `n` places.

    `r_lower` and `r_upper` and the band are those of `n_effective` independent places. `x_grid`,
    `fit`, `fit_lower` and `fit_upper` have one shape, in the indicators' units. The leave-one-out
    limits are the smallest and largest r with any one place left out. `residual_moran`: how alike
    what the line leaves over is among places that touch (Moran's I; NaN where none do).
    """

    n: int
    n_effective: float
    r: float
    r_lower: float
    r_upper: float
    spearman: float
    slope: float
    intercept: float
    x_grid: Floats
    fit: Floats
    fit_lower: Floats
    fit_upper: Floats
    leave_one_out_lower: float
    leave_one_out_upper: float
    residual_moran: float


@dataclass(frozen=True, slots=True, eq=False)
class ExploreData:
    """One outcome and one factor over every place of one geography, ready to be drawn.

    `frame` has one row a place, of the whole city or of what lies `within` a part of it, sorted by
    `area_id`, with the columns of EXPLORE_COLUMNS.
    `outcome_breaks` and `factor_breaks` are the four inner limits of five classes, the tertiles the
    two inner limits of three: the same for every view of the indicator. `bounds` are west, south,
    east, north in degrees. `overlays` maps an overlay's id (`holc`, `districts`, `rivers`,
    `state_line`) to its layer. A reason is a text for the visitor saying why there is no
    association or no gap. Classes count from the lowest values up, whatever the polarity; the
    figures turn them so that darker is worse. Classes, verdicts and ranks (among `ranked` places)
    are those of the whole city, whatever is shown. `shared`: residents of the members of each
    group, by their ids, where places may share residents; `outline`: the city's, where places leave
    a part of it out. Equal only to itself, so that what is
    derived from it can be remembered.
    """

    outcome: Indicator
    factor: Indicator
    outcome_source: Source
    factor_source: Source
    geography: Geography
    frame: pd.DataFrame
    city: CityValues
    association: AssociationView | None
    association_reason: str | None
    gap: FifthsGap | None
    gap_reason: str | None
    rule: PairRule
    outcome_breaks: tuple[float, ...]
    factor_breaks: tuple[float, ...]
    outcome_tertiles: tuple[float, ...]
    factor_tertiles: tuple[float, ...]
    bounds: tuple[float, float, float, float]
    geojson_url: str
    overlays: Mapping[str, OverlayLayer] = field(default_factory=dict)
    shared: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    outline: OverlayLayer | None = None
    observed: ObservedLink | None = None
    within: Within | None = None
    ranked: int = 0

    def people_in(self, rows: NDArray[np.bool_]) -> float:
        """Residents of some rows of the frame together, each counted once."""
        if not self.shared:
            return float(self.frame.loc[rows, "people"].sum())
        members = (self.shared[area_id] for area_id in self.frame.loc[rows, "area_id"])
        return float(sum({k: n for group in members for k, n in group.items()}.values()))


@dataclass(frozen=True, slots=True)
class FactorLink:
    """One factor beside the outcome. `p_value` and `p_adjusted` are NaN where nothing is tested:
    where a model made one of the two.
    """

    factor: Indicator
    source: Source
    n: int
    n_effective: float
    r: float
    lower: float
    upper: float
    p_value: float
    p_adjusted: float
    warnings: tuple[str, ...]

    @property
    def modelled(self) -> bool:
        """True where nothing was tested."""
        return not isfinite(self.p_adjusted)

    @property
    def told(self) -> bool:
        """True where the test of the whole list tells r from zero."""
        return isfinite(self.p_adjusted) and self.p_adjusted < ALPHA

    @property
    def nearer_limit(self) -> float:
        """How far the limit nearer zero lies from it; negative where the interval holds zero."""
        nearest = min(abs(self.lower), abs(self.upper))
        return nearest if self.lower * self.upper > 0 else -nearest


@dataclass(frozen=True, slots=True, eq=False)
class FactorLinks:
    """The factors beside an outcome, those first whose limit nearer zero is farthest from it.

    Without one, `reason` is the key of the text that says why.
    """

    outcome: Indicator
    outcome_source: Source
    geography: Geography
    within: Within | None
    links: tuple[FactorLink, ...]
    reason: str | None


EXPLORE_COLUMNS: tuple[str, ...] = (
    "place_id",
    "area_id",
    "name",
    "people",  # residents in 2020
    "outcome",
    "outcome_lower",
    "outcome_upper",
    "outcome_coverage",  # 0..1
    "outcome_own_share",  # 0..1
    "outcome_tracts",
    "outcome_flags",  # data.models.Flag, separated by spaces
    "outcome_method",
    "outcome_events",
    "verdict",  # data.models.Verdict
    "difference",  # of the outcome from the rest of the city, where it was tested
    "rank",  # 1 = lowest value
    "rank_lower",
    "rank_upper",
    "outcome_class",  # 0..4, -1 where there is no value
    "factor",
    "factor_lower",
    "factor_upper",
    "factor_coverage",
    "factor_flags",
    "factor_class",
    "bivariate_class",  # 0..8 row by row, factor tertile x 3 + outcome tertile; -1 if either lacks
    "hatch",  # JSON list of [lon, lat, lon, lat] strokes, or None; read only where it is drawn
)
