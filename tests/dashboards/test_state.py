from hypothesis import given
from hypothesis import strategies as st

from dashboards.phrases import LANGUAGES
from dashboards.state import SHOWS, Address, from_query, to_query, within
from pipeline.services.showing.store import Filters

ids = st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True)


def some(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, unique=True, max_size=4).map(tuple)


filters = st.builds(
    Filters,
    sites=some(ids),
    countries=some(st.from_regex(r"[A-Z]{2}", fullmatch=True)),
    languages=some(st.from_regex(r"[a-z]{2,3}", fullmatch=True)),
    waves=st.lists(st.integers(1, 99), unique=True, max_size=4).map(tuple),
)
addresses = st.builds(
    Address,
    filters=filters,
    language=st.sampled_from(LANGUAGES),
    question=ids | st.just(""),
    show=st.sampled_from(SHOWS),
)


@given(addresses)
def test_an_address_comes_back_from_its_query(address: Address) -> None:
    assert from_query(to_query(address)) == address


PARAMETERS = st.sampled_from(["place", "wave", "in", "show", "question", "x"])


@given(st.dictionaries(PARAMETERS, st.lists(st.text())))
def test_any_query_is_read_without_a_fault(query: dict[str, list[str]]) -> None:
    address = from_query(query)
    assert from_query(to_query(address)) == address


def test_the_default_address_is_an_empty_query() -> None:
    assert to_query(Address()) == {}


@given(filters, filters)
def test_filters_keep_only_what_the_study_has(chosen: Filters, known: Filters) -> None:
    kept = within(chosen, known)
    assert set(kept.sites) == set(chosen.sites) & set(known.sites)
    assert set(kept.waves) == set(chosen.waves) & set(known.waves)
    assert within(kept, known) == kept
