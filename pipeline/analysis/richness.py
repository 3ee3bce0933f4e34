"""How many codes there may be that no interview has shown: Chao2, and twice the interviews.

Chao2 (Chao 1987, "Estimating the population size for capture-recapture data with unequal
catchability", Biometrics 43(4)) in its bias-corrected form, which is defined for few interviews,
too; its variance and interval as in EstimateS (Colwell, user's guide, appendix B: the interval is
log-normal, so that it never lies under what was found). Growth up to double the interviews:
Colwell, Chao et al. (2012, "Models and estimators linking individual-based and sample-based
rarefaction, extrapolation and comparison of assemblages", J. Plant Ecology 5(1), eq. 18); Chao et
al. (2014, "Rarefaction and extrapolation with Hill numbers", Ecological Monographs 84(1)) advise
against going further than double.

It is a lower bound, and rests on interviews that were drawn alike and each by itself. A study
chooses its places and people; what another place would bring, it cannot say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import exp, log, sqrt

from pipeline.analysis.saturation import Uses

_Z = 1.959964  # of a 95 % interval


@dataclass(frozen=True)
class Richness:
    """Codes that came up, and how many there may be in all, at the least.

    ``once`` and ``twice`` are the counts of codes of one interview only, and of two: the estimate
    rests on them alone. ``low`` and ``high``: its 95 % interval.
    """

    interviews: int
    observed: int
    once: int
    twice: int
    in_all: float
    low: float
    high: float

    def after(self, interviews: int) -> float:
        """Estimate how many codes so many interviews would show.

        Args:
            interviews: as many as there are or more, double at the most.

        Raises:
            ValueError: fewer, or more than double.
        """
        n, unseen = self.interviews, self.in_all - self.observed
        if not n <= interviews <= 2 * n:
            raise ValueError("between the interviews there are and twice as many")
        if not unseen:
            return float(self.observed)
        still = (1 - self.once / (n * unseen + self.once)) ** (interviews - n)
        return self.observed + unseen * (1 - still)


def richness(uses: Uses) -> Richness | None:
    """Estimate the codes in all; None for fewer than two interviews, or without any code."""
    often = Counter(code for codes in uses for code in codes)
    if len(uses) < 2 or not often:
        return None
    return chao2(
        len(uses), len(often), sum(n == 1 for n in often.values()),
        sum(n == 2 for n in often.values()), often.total(),
    )  # fmt: skip


def chao2(interviews: int, observed: int, once: int, twice: int, uses: int) -> Richness:
    """Return the estimate from counts.

    Args:
        interviews: how many.
        observed: different codes that came up.
        once: codes of one interview only.
        twice: codes of two interviews.
        uses: pairs of an interview and a code of it.
    """
    a = (interviews - 1) / interviews
    unseen = a * once * (once - 1) / (2 * (twice + 1))
    if unseen:
        factor = exp(_Z * sqrt(log(1 + _variance(a, observed, once, twice) / unseen**2)))
        low, high = observed + unseen / factor, observed + unseen * factor
    else:  # by how thinly the codes are spread (EstimateS, eq. 8 and 14)
        missed = exp(-uses / observed)
        middle, width = observed / (1 - missed), _Z * sqrt(observed * missed) / (1 - missed)
        low, high = max(float(observed), middle - width), middle + width
    return Richness(interviews, observed, once, twice, observed + unseen, low, high)


def _variance(a: float, observed: int, once: int, twice: int) -> float:
    """Return the estimate's variance (EstimateS, eq. 6, and 7 where no code came up twice)."""
    variance = (
        a * once * (once - 1) / (2 * (twice + 1))
        + a**2 * once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
        + a**2 * once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
    )
    if twice:
        return variance
    in_all = observed + a * once * (once - 1) / 2
    return variance - a**2 * once**4 / (4 * in_all)
