from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.consent import PERMISSIONS, Consent, Decision, Permission, decide

DAY = date(2024, 6, 1)
ONE = timedelta(days=1)


def test_what_was_not_given_is_not_allowed() -> None:
    assert decide(Consent(), "quote", on=DAY) == Decision(allowed=False, reason="not given")
    given_ = Consent(("analyse",))
    assert decide(given_, "analyse", on=DAY) == Decision(allowed=True)
    assert decide(given_, "voice", on=DAY).reason == "not given"


@pytest.mark.parametrize(
    ("on", "reason"),
    [
        (DAY - ONE, "not yet"),
        (DAY, ""),
        (DAY + 364 * ONE, ""),
        (DAY + 365 * ONE, ""),  # the expiry day itself still counts
        (DAY + 366 * ONE, "expired"),
    ],
)
def test_consent_holds_from_its_day_to_its_expiry_day(on: date, reason: str) -> None:
    consent = Consent(("quote",), given=DAY, until=DAY + 365 * ONE)
    decision = decide(consent, "quote", on=on)
    assert decision.reason == reason
    assert bool(decision) is (reason == "")


def test_the_reason_names_the_time_before_the_permission() -> None:
    consent = Consent((), given=DAY, until=DAY)
    assert decide(consent, "name", on=DAY - ONE).reason == "not yet"
    assert decide(consent, "name", on=DAY + ONE).reason == "expired"
    assert decide(consent, "name", on=DAY).reason == "not given"


@given(
    st.sets(st.sampled_from(PERMISSIONS)),
    st.sampled_from(PERMISSIONS),
    st.none() | st.dates(),
    st.none() | st.dates(),
    st.dates(),
)
def test_allowed_means_given_begun_and_not_over(
    permissions: set[Permission], use: Permission, begun: date | None, until: date | None, on: date
) -> None:
    decision = decide(Consent(tuple(permissions), begun, until), use, on=on)
    expected = (
        use in permissions and (begun is None or begun <= on) and (until is None or on <= until)
    )
    assert bool(decision) is expected
    assert (decision.reason == "") is expected
