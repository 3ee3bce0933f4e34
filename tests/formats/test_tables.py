import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.tables import read_study
from pipeline.model.consent import Consent
from pipeline.model.interview import Interview, Site, Speaker, Study

SITES = """\
id,name,city,country,latitude,longitude,type,chosen_for,attr_members
mill,The Mill,Bristol,GB,51.45,-2.59,makerspace,contrast,12
forno,Il Forno,,IT,44.5,11.3,,,
"""
SPEAKERS = """\
id,name,pseudonym,site,consent,consent_date,consent_until,consent_scope,release,attr_trade
ann,Ann Marsh,Nell,mill,quote analyse,2024-05-01,2034-05-01,research,forms/ann.pdf,smith
bea,Bea Riva,,forno,,,,,,
"""
MANIFEST = """\
id,site,date,wave,language,speakers,interviewers,guide,file
mill-01,mill,2024-05-01,2,en,ann bea,ivo,short,texts/mill-01.md
forno-01,forno,2024-05-02,,,bea,,,recordings/forno-01.wav
"""


def read(
    tmp_path: Path, sites: str = SITES, speakers: str = SPEAKERS, manifest: str = MANIFEST
) -> tuple[Study, list[str]]:
    for name, text in (("sites", sites), ("speakers", speakers), ("manifest", manifest)):
        (tmp_path / f"{name}.csv").write_bytes(text.encode())
    study, faults = read_study(tmp_path)
    return study, [str(fault) for fault in faults]


def test_the_tables_are_read_whole(tmp_path: Path) -> None:
    study, faults = read(tmp_path)
    assert faults == []
    assert study.sites == (
        Site("mill", "The Mill", "Bristol", "GB", 51.45, -2.59, "makerspace", "contrast",
             {"members": "12"}),
        Site("forno", "Il Forno", "", "IT", 44.5, 11.3, attributes={"members": ""}),
    )  # fmt: skip
    consent = Consent(
        ("analyse", "quote"), date(2024, 5, 1), date(2034, 5, 1), "research", "forms/ann.pdf"
    )
    assert study.speakers == (
        Speaker("ann", "Ann Marsh", "Nell", "mill", consent, {"trade": "smith"}),
        Speaker("bea", "Bea Riva", "bea", "forno", Consent(), {"trade": ""}),
    )
    assert study.interviews == (
        Interview("mill-01", "mill", date(2024, 5, 1), 2, "en", ("ann", "bea"), ("ivo",), "short",
                  "texts/mill-01.md"),
        Interview("forno-01", "forno", date(2024, 5, 2), 1, "", ("bea",), (), "",
                  "recordings/forno-01.wav"),
    )  # fmt: skip


def spreadsheets(text: str) -> list[str]:
    """The same table as spreadsheets save it."""
    rows = list(csv.reader(io.StringIO(text)))
    semicolons = "\r\n".join(";".join(row) for row in rows)
    quoted = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\r\n"
    return ["\ufeff" + text, text.replace("\n", "\r\n"), "\ufeff" + semicolons, quoted,
            text.rstrip("\n"), text + "\n\n", text + ",,,,\n"]  # fmt: skip


@pytest.mark.parametrize("n", range(7))
def test_tables_are_read_as_spreadsheets_save_them(n: int, tmp_path: Path) -> None:
    plain, _ = read(tmp_path)
    assert read(tmp_path, *(spreadsheets(t)[n] for t in (SITES, SPEAKERS, MANIFEST))) == (plain, [])


def test_a_comma_in_numbers_beside_semicolons_is_a_decimal_point(tmp_path: Path) -> None:
    study, faults = read(
        tmp_path, "id;name;country;latitude;longitude\nmill;The Mill;GB;51,45;-2,59\n",
        "id,name,site\n", "id,site,date,speakers,file\n",
    )  # fmt: skip
    assert faults == []
    assert (study.sites[0].latitude, study.sites[0].longitude) == (51.45, -2.59)


def test_all_faults_of_all_tables_come_at_once(tmp_path: Path) -> None:
    _, faults = read(
        tmp_path,
        SITES.replace("51.45", "151.45").replace("IT", "Italy"),
        SPEAKERS.replace("quote analyse", "quote anlyse").replace("Bea Riva", ""),
        MANIFEST.replace("2024-05-01,2", "01/05/2024,two").replace("forno-01,", "Forno 01,"),
    )
    assert faults == [
        "interviews/sites.csv row 2 column latitude: found '151.45'; "
        "expected degrees from -90 to 90",
        "interviews/sites.csv row 3 column country: found 'Italy'; "
        "expected a country code of two capitals as IT",
        "interviews/speakers.csv row 2 column consent: found 'quote anlyse'; "
        "expected any of: analyse quote name voice image",
        "interviews/speakers.csv row 3 column name: found nothing; expected a name",
        "interviews/manifest.csv row 2 column date: found '01/05/2024'; "
        "expected a date as 2024-05-31",
        "interviews/manifest.csv row 2 column wave: found 'two'; "
        "expected the number of the visit, 1 or more",
        "interviews/manifest.csv row 3 column id: found 'Forno 01'; "
        "expected an id of a-z, 0-9 and -, up to 64 characters",
    ]


def test_a_faulty_row_is_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    study, faults = read(tmp_path, manifest=MANIFEST.replace("2024-05-02", "soon"))
    assert [i.id for i in study.interviews] == ["mill-01"]
    assert len(faults) == 1


def test_ids_are_unique_and_the_first_place_is_named(tmp_path: Path) -> None:
    study, faults = read(tmp_path, SITES + "mill,Another,,IT,1,1,,,\n")
    assert [s.name for s in study.sites] == ["The Mill", "Il Forno"]
    assert faults == [
        "interviews/sites.csv row 4 column id: found 'mill' again; "
        "ids are unique; it is at interviews/sites.csv row 2"
    ]
    _, faults = read(tmp_path, SITES.replace("51.45", "x") + "mill,Another,,IT,1,1,,,\n")
    assert any("row 4 column id: found 'mill' again" in fault for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("mill,2024", "mil,2024",
         "row 2 column site: found 'mil'; expected an id of sites.csv; did you mean 'mill'?"),
        ("ann bea,", "ann bee,",
         "row 2 column speakers: found 'bee'; expected an id of speakers.csv; did you mean 'bea'?"),
    ],
)  # fmt: skip
def test_a_row_that_names_what_is_not_there(old: str, new: str, told: str, tmp_path: Path) -> None:
    study, faults = read(tmp_path, manifest=MANIFEST.replace(old, new))
    assert faults == [f"interviews/manifest.csv {told}"]
    assert [i.id for i in study.interviews] == ["forno-01"]


def test_a_speaker_of_an_unknown_site(tmp_path: Path) -> None:
    _, faults = read(tmp_path, speakers=SPEAKERS.replace("Nell,mill", "Nell,mills"))
    assert faults[0].startswith("interviews/speakers.csv row 2 column site: found 'mills'; ")


def test_an_unknown_column_is_told_with_the_nearest(tmp_path: Path) -> None:
    study, faults = read(tmp_path, SITES.replace("latitude", "lattitude"))
    assert study.sites == ()
    assert faults[:2] == [
        "interviews/sites.csv row 1: unknown column 'lattitude'; "
        "did you mean 'latitude'? (columns of your own begin with attr_)",
        "interviews/speakers.csv row 2 column site: found 'mill'; sites.csv has no sound row",
    ]


def test_a_place_may_be_left_off_the_map(tmp_path: Path) -> None:
    study, faults = read(tmp_path, "id,name,country\nmill,The Mill,GB\nforno,Il Forno,IT\n")
    assert faults == []
    assert {(site.latitude, site.longitude) for site in study.sites} == {(None, None)}


def test_a_column_twice_is_told(tmp_path: Path) -> None:
    _, faults = read(tmp_path, SITES.replace("city", "name"))
    assert "interviews/sites.csv row 1: column 'name' occurs twice" in faults[0]


def test_a_row_with_too_many_cells_is_told(tmp_path: Path) -> None:
    study, faults = read(tmp_path, SITES.replace("contrast,12", "contrast, size,12"))
    assert faults[0].startswith("interviews/sites.csv row 2: has more cells than the header; ")
    assert [s.id for s in study.sites] == ["forno"]


def test_a_row_with_too_few_cells_lacks_the_last_ones(tmp_path: Path) -> None:
    study, faults = read(tmp_path, SITES + "yard,The Yard,,GB,1,2\n")
    assert faults == []
    assert study.sites[2].type == ""
    _, faults = read(tmp_path, SITES + "yard,The Yard\n")
    assert faults == [
        "interviews/sites.csv row 4 column country: found nothing; "
        "expected a country code of two capitals as IT"
    ]


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    lines = SITES.splitlines()
    broken = "\n".join(
        [lines[0], lines[1].replace("contrast", '"two\nlines\nof ""words"""'), "", lines[2],
         "bad,Bad,,GB,x,0,,,"]
    )  # fmt: skip
    study, faults = read(tmp_path, broken)
    assert study.sites[0].chosen_for == 'two\nlines\nof "words"'
    assert faults == [
        "interviews/sites.csv row 5 column latitude: found 'x'; expected degrees from -90 to 90"
    ]


@pytest.mark.parametrize("sign", ["\u2028", "\x0b", "\x0c", "\x85", "\x1c"])
def test_signs_that_are_no_line_ends_end_no_row(sign: str, tmp_path: Path) -> None:
    study, faults = read(tmp_path, SITES.replace("The Mill", f"The{sign}Mill"))
    assert faults == []
    assert study.sites[0].name == f"The{sign}Mill"


def test_tables_that_are_missing_or_empty(tmp_path: Path) -> None:
    study, faults = read_study(tmp_path)
    assert study == Study()
    assert [str(f).split(";")[0] for f in faults] == [
        f"interviews/{name}.csv: the file is not there"
        for name in ("sites", "speakers", "manifest")
    ]
    _, told = read(tmp_path, "", SPEAKERS.splitlines()[0], MANIFEST.splitlines()[0] + "\n")
    assert all("interviews/sites.csv row 1: column" in fault for fault in told)
    assert len(told) == 3


@pytest.mark.parametrize("value", ["nan", "inf", "-91", "north", "1e3"])
def test_no_such_latitude(value: str, tmp_path: Path) -> None:
    _, faults = read(tmp_path, SITES.replace("51.45", value))
    assert f"row 2 column latitude: found '{value}'" in faults[0]


cells = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=9)


@given(st.lists(cells.filter(lambda c: c.strip() and c == c.strip()), max_size=5))
def test_whatever_stands_in_a_cell_comes_back(names: list[str]) -> None:
    import tempfile
    import unicodedata

    names = [unicodedata.normalize("NFC", name) for name in names]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "name", "country", "latitude", "longitude"])
    for n, name in enumerate(names):
        writer.writerow([f"s{n}", name, "IT", 1, 2])
    with tempfile.TemporaryDirectory() as folder:
        study, faults = read(
            Path(folder), out.getvalue(), "id,name,site\n", "id,site,date,speakers,file\n"
        )
    assert faults == []
    assert [site.name for site in study.sites] == names
