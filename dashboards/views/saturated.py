"""What saturation says, in words and in rows: records of the study to what a page shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboards.page import Page
from dashboards.text import Text
from pipeline.analysis.saturation import Run
from pipeline.params import Saturation
from pipeline.services.showing.saturating import Scope, settings

if TYPE_CHECKING:
    import pandas as pd


def name(page: Page, scope: Scope) -> str:
    """Return what a part is called."""
    t = page.t
    if scope.kind == "country":
        return t.name(scope.name)
    if scope.kind == "site":
        return {site.id: site.name for site in page.people.study.sites}[scope.name]
    if scope.kind == "question":
        asked = {q.id: q for q in page.library.questions().questions}
        return asked[scope.name].wording(t.language)
    return t("saturation-all")


def percent(t: Text, share: float) -> str:
    """Return a share in percent, with a digit after the point where it has one."""
    return f"{t.number(100 * share, int(round(100 * share, 1) % 1 > 0))}%"


def why(page: Page, scope: Scope, needed: int) -> str:
    """Return why a part cannot be computed, for a table."""
    if scope.measured.reason == "nothing-coded":
        return page.t("saturation-nothing-coded")
    return page.t("saturation-too-few", n=len(scope.steps), needed=needed)


def told(page: Page, scope: Scope, by: Saturation) -> list[str]:
    """Return a headline, and sentences: when it is reached, in other orders, what may be left."""
    t, measured = page.t, scope.measured
    if measured.reason == "too-few":
        needed = by.base + by.run
        return [
            t("saturation-cannot"),
            t("saturation-too-few-told", needed=needed, base=by.base, run=by.run,
              n=len(scope.steps)),
        ]  # fmt: skip
    if measured.reason:
        return [t("saturation-cannot"), t("saturation-nothing-coded-told", base=by.base)]
    run = measured.reached or measured.runs[-1]
    parts = {
        "first": run.first, "last": run.last, "new": t("saturation-new", n=run.new),
        "share": percent(t, run.share), "base": measured.base, "interviews": by.base,
        "threshold": percent(t, by.threshold),
    }  # fmt: skip
    if measured.reached:
        head = "saturation-reached-not-kept" if later(scope, by) else "saturation-reached"
        head = t(head, last=run.last, sum=summed(run, by))
        lines = [" ".join((t("saturation-reached-told", **parts), _again(t, scope, by))).strip()]
    else:
        head = t("saturation-not-reached", n=len(scope.steps))
        lines = [t("saturation-not-reached-told", **parts)]
    return [head, *lines, *_other_orders(t, scope), *_beyond(t, scope)]


def summed(run: Run, by: Saturation) -> str:
    """Return the interviews before a run, and the run: ``8 + 2``."""
    return f"{run.last - by.run} + {by.run}"


def later(scope: Scope, by: Saturation) -> Run | None:
    """Return the run after saturation that brought most, if more than counts as nothing new."""
    reached = scope.measured.reached
    after = [run for run in scope.measured.runs if reached and run.first > reached.last]
    most = max(after, key=lambda run: run.new, default=None)
    return most if most and most.share > by.threshold else None


def _again(t: Text, scope: Scope, by: Saturation) -> str:
    most = later(scope, by)
    if most is None:
        return ""
    new = t("saturation-new", n=most.new)
    return t(
        "saturation-again", first=most.first, last=most.last, new=new, share=percent(t, most.share)
    )


def _other_orders(t: Text, scope: Scope) -> list[str]:
    orders = scope.orders
    if orders is None:
        return []
    if orders.usual is None:
        return [t("saturation-orders-never", orders=orders.orders)]
    usual = t("n-interviews", n=round(orders.usual))
    return [t("saturation-orders", reached=orders.reached, orders=orders.orders, usual=usual)]


def _beyond(t: Text, scope: Scope) -> list[str]:
    beyond = scope.beyond
    if beyond is None:
        return []
    numbers = {
        "all": beyond.in_all, "low": beyond.low, "high": beyond.high,
        "double": beyond.after(2 * beyond.interviews),
    }  # fmt: skip
    return [t("saturation-beyond", **{key: round(value) for key, value in numbers.items()})]


def dots(page: Page, scope: Scope) -> list[str]:
    """Return what stands at each interview of the figure."""
    t, measured = page.t, scope.measured
    return [
        t("saturation-dot", at=at, interview=step.interview, day=t.day(step.date),
          new=t("saturation-new", n=new), found=found)
        for at, (step, new, found) in enumerate(
            zip(scope.steps, measured.new, measured.found, strict=True), 1
        )
    ]  # fmt: skip


def each(page: Page, scope: Scope, by: Saturation) -> tuple[list[str], list[list[object]]]:
    """Return the head and the rows of the table of interviews."""
    t, measured = page.t, scope.measured
    shares = {run.last: percent(t, run.share) for run in measured.runs}
    head = [
        t(f"saturation-col-{column}")
        for column in ("at", "interview", "date", "answers", "coded", "new", "found", "share")
    ]
    rows: list[list[object]] = [
        [at, step.interview, t.day(step.date), step.answers, step.judged, new, found,
         shares.get(at, t("saturation-base") if at <= by.base else "")]
        for at, (step, new, found) in enumerate(
            zip(scope.steps, measured.new, measured.found, strict=True), 1
        )
    ]  # fmt: skip
    return head, rows


def frame(page: Page, found: Sequence[Scope]) -> pd.DataFrame:
    """Return all parts as one table, with all numbers and why those are missing that are."""
    import pandas as pd

    return pd.DataFrame([_record(page, scope) for scope in found])


def _record(page: Page, scope: Scope) -> dict[str, object]:
    t, measured, orders, beyond = page.t, scope.measured, scope.orders, scope.beyond
    by = settings(page.library.layout)
    last = measured.runs[-1] if measured.runs else None
    reached = measured.reached
    return {
        t("saturation-col-kind"): t(f"saturation-kind-{scope.kind}"),
        t("saturation-col-of"): name(page, scope),
        t("saturation-col-interviews"): len(scope.steps),
        t("saturation-col-codes"): scope.codes,
        t("saturation-col-reached"): reached.last if reached else None,
        t("saturation-col-last"): last.share if last else None,
        t("saturation-col-orders"): orders.reached / orders.orders if orders else None,
        t("saturation-col-usual"): orders.usual if orders else None,
        t("saturation-col-all"): beyond.in_all if beyond else None,
        t("saturation-col-low"): beyond.low if beyond else None,
        t("saturation-col-high"): beyond.high if beyond else None,
        t("saturation-col-double"): beyond.after(2 * len(scope.steps)) if beyond else None,
        t("saturation-col-why"): (
            why(page, scope, by.base + by.run)
            if measured.reason
            else ""
            if reached
            else t("saturation-no")
        ),
    }
