"""Population attributable fractions, 0-1: the share of cases that would not have occurred.

For teaching and for the arithmetic of quoted studies. No local fraction is computed from them:
published relative risks are for other definitions of being poor than the local shares.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from data.stats._check import floats, number


def levin(exposed_share: float, relative_risk: float) -> float:
    """p·(RR - 1) / (1 + p·(RR - 1)), p the share of people exposed (Levin 1953).

    Right only for an unadjusted relative risk; negative where the exposure protects. Waits for
    /methods: a worked example.
    """
    p = number("exposed_share", exposed_share, minimum=0.0, maximum=1.0)
    excess = p * (number("relative_risk", relative_risk, above=0.0) - 1.0)
    return excess / (1.0 + excess)


def miettinen(exposed_cases_share: float, relative_risk: float) -> float:
    """pc·(RR - 1) / RR, pc the share of cases that are exposed (Miettinen 1974).

    Right for an adjusted relative risk too. Waits for /methods: a worked example.
    """
    pc = number("exposed_cases_share", exposed_cases_share, minimum=0.0, maximum=1.0)
    risk = number("relative_risk", relative_risk, above=0.0)
    return pc * (risk - 1.0) / risk


def multi_category(shares: ArrayLike, relative_risks: ArrayLike) -> float:
    """1 - 1 / sum(p·RR) over exposure levels; shares sum to 1 with the unexposed included.

    Waits for /methods: a worked example.
    """
    p = floats("shares", shares, ndim=1, minimum=0.0, maximum=1.0)
    risks = floats("relative_risks", relative_risks, ndim=1, above=0.0)
    if p.shape != risks.shape:
        raise ValueError("relative_risks: other length than shares")
    if abs(float(p.sum()) - 1.0) > 1e-9:
        raise ValueError("shares: must sum to 1")
    return 1.0 - 1.0 / float(p @ risks)


def joint(fractions: ArrayLike) -> float:
    """1 - prod(1 - fraction): several exposures together, if they act independently.

    Always less than their sum, which may exceed 1: fractions must never be added. Waits for
    /methods: a worked example.
    """
    parts = floats("fractions", fractions, ndim=1, maximum=1.0)
    return 1.0 - float(np.prod(1.0 - parts))
