"""One look for all pages: a colour a place, one typeface, one scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

PALETTE = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9",
    "#332288", "#882255", "#117733", "#999933", "#aa4499", "#44aa99",
)  # fmt: skip
"""Six of Okabe and Ito's colours (yellow and black left out: paper and ink), then six of
Paul Tol's muted set. Both sets are told apart under the common colour vision deficiencies;
past twelve places colours repeat, and the place's name stands beside each of them."""

INK = "#1f2529"
QUIET = "#5d666d"
LINE = "#dddad2"
PAPER = "#ffffff"
LAND = "#e9e7df"
SEA = "#f5f7f8"
FONT = "Source Sans, Source Sans Pro, sans-serif"

HAPPENED = {
    "answered": "#2d5468",
    "answered-unasked": "#7f9dac",
    "asked-unanswered": "#b7791f",
    "unknown": "#c9c7c0",
    "not-asked": "#dedcd6",
    "not-in-guide": "#eeede9",
}
"""What happened to a question: dark where something was said, pale where nothing could be."""

CSS = """
[data-testid="stMainBlockContainer"] { max-width: 80rem; padding: 3.5rem 3rem 4rem; }
h1 { padding-top: 0; } h2 { padding-top: 1.5rem; }
.il-notice { border-left: 3px solid #b7791f; padding: .1rem 0 .1rem .75rem; color: #5d666d;
  font-size: .875rem; line-height: 1.45; max-width: 60rem; }
.il-lead { color: #5d666d; font-size: 1rem; line-height: 1.5; max-width: 42rem; margin: 0; }
.il-figures { display: flex; flex-wrap: wrap; gap: .75rem 2.75rem; margin: .25rem 0 .5rem; }
.il-figures div { display: flex; flex-direction: column; }
.il-figures b { font-size: 1.75rem; font-weight: 600; line-height: 1.2;
  font-variant-numeric: tabular-nums; }
.il-figures span { color: #5d666d; font-size: .875rem; }
.il-place { border-top: 4px solid var(--place); padding-top: .5rem; margin-top: 1.25rem; }
.il-place b { font-size: 1.25rem; font-weight: 600; line-height: 1.3; display: block; }
.il-place span { color: #5d666d; font-size: .875rem; line-height: 1.45; display: block; }
.il-card { border-top: 1px solid #dddad2; padding-top: .875rem; max-width: 40rem;
  overflow-wrap: anywhere; }
.il-card blockquote { font-family: "Source Serif", "Source Serif Pro", Georgia, serif;
  font-size: 1.0625rem; line-height: 1.58; margin: 0 0 .5rem; padding: 0; border: 0;
  color: #1f2529; max-width: 36rem; }
.il-card blockquote details { display: block; }
.il-card summary { color: #2d5468; cursor: pointer; font-family: "Source Sans", sans-serif;
  font-size: .875rem; margin: .25rem 0; }
.il-card .il-withheld { color: #5d666d; font-style: italic; }
.il-who { font-size: .875rem; line-height: 1.5; margin: 0; color: #5d666d; }
.il-who span { white-space: nowrap; }
.il-who b { color: #1f2529; font-weight: 600; }
.il-asked { font-size: .875rem; line-height: 1.45; color: #5d666d; margin: .25rem 0 0; }
.il-status { font-size: .875rem; line-height: 1.45; margin: .5rem 0 0; color: #5d666d; }
.il-status b { font-weight: 600; color: #1f2529; border-radius: 2px; padding: .05rem .4rem;
  margin-right: .35rem; white-space: nowrap; }
.il-status.confirmed b { background: #e3ebee; }
.il-status.suggested b { border: 1px dashed #8a8f93; }
.il-status.contested b { border: 1px solid #b7791f; background: #fbf3e4; }
.il-set-aside { border-top: 1px solid #dddad2; padding-top: .6rem; color: #5d666d;
  font-size: .875rem; }
.il-quoted { color: #1f2529; font-family: "Source Serif", "Source Serif Pro", Georgia, serif;
  font-size: 1rem; line-height: 1.5; }
.il-scroll { overflow-x: auto; }
.il-table { border-collapse: collapse; font-size: .875rem; line-height: 1.4; width: 100%;
  font-variant-numeric: tabular-nums; }
.il-table th { text-align: left; font-weight: 600; color: #5d666d; border: 0;
  border-bottom: 1px solid #1f2529; padding: .35rem 1rem .35rem 0; vertical-align: bottom; }
.il-table td { border: 0; border-bottom: 1px solid #dddad2; padding: .4rem 1rem .4rem 0;
  vertical-align: top; }
.il-table .n { text-align: right; white-space: nowrap; padding-right: 2rem; }
.il-table .no { color: #5d666d; }
.il-range { display: inline-block; white-space: nowrap; }
.il-legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .875rem;
  margin: .25rem 0 0; }
.il-legend i { display: inline-block; width: .8rem; height: .8rem; background: var(--key);
  margin-right: .4rem; vertical-align: -.05rem; }
.il-dot { display: inline-block; width: .65rem; height: .65rem; border-radius: 50%;
  background: var(--place); margin-right: .45rem; }
.il-progress { margin: .25rem 0 0; font-size: .875rem; color: #5d666d; }
.il-progress b { color: #1f2529; font-weight: 600; }
.il-progress p { font-size: .875rem; margin: .35rem 0 0; font-variant-numeric: tabular-nums; }
.il-progress i { display: block; height: 3px; background: #dddad2; max-width: 42rem; }
.il-progress i::before { content: ""; display: block; height: 3px; width: var(--done);
  background: #2d5468; }
.st-key-keys { position: absolute; }
.il-reading { color: #1f2529; margin-top: .5rem; }
.il-review { border-top: 0; padding-top: .25rem; }
.il-review blockquote { margin-top: .75rem; }
.il-which { font-size: 1.25rem; font-weight: 600; line-height: 1.3; padding: 0; margin: 0; }
.il-why { font-size: .875rem; color: #5d666d; margin: 1.25rem 0 .15rem; }
.il-why.contested b { color: #8a5a12; } .il-why b { font-weight: 600; }
.st-key-decide { position: sticky; top: 4rem; }
.stButton button p code { font-family: inherit; font-size: .75rem; color: #5d666d;
  background: #f1f0ec; border: 1px solid #dddad2; padding: .05rem .35rem; margin: 0 .15rem; }
.st-key-candidates .stButton button > div { justify-content: flex-start; text-align: left; }
.st-key-candidates .il-status { margin: 0 0 .6rem; }
.st-key-candidates .stButton button p { padding-left: 2rem; text-indent: -2rem; }
.st-key-candidates .stButton button p code { text-indent: 0; }
.st-key-candidates .stButton button p code:first-child { display: inline-block;
  min-width: 1.35rem; text-align: center; margin: 0 .4rem 0 0; }
.st-key-candidates button[kind="tertiary"] { min-height: 1.8rem; padding-block: .05rem; }
.il-status.candidate b, .il-status.rejected b { padding-left: 0; font-weight: 400; }
.st-key-review-others button { padding: .25rem .6rem; }
@media (pointer: coarse) { .stButton button p code { display: none !important; }
  .st-key-candidates .stButton button p { padding-left: 0; text-indent: 0; } }
[data-testid="stMain"]:has(.st-key-decide)::before { box-shadow: none !important; }
[data-testid="stLayoutWrapper"]:has(> .st-key-reader-player) { position: sticky; bottom: 0;
  z-index: 10; background: #fff; border-top: 1px solid #dddad2; padding: .75rem 0; }
.st-key-reader-player audio { max-width: 45rem; }
.il-unsure { text-decoration: underline dotted #b7791f 2px; text-underline-offset: .2em; }
.il-hit mark { background: #f8e9c9; color: inherit; border-radius: 2px; }
.il-hit .il-before { margin: 0 0 .5rem; }
.st-key-shelf-code button, .st-key-shelf-cluster button { padding: .2rem .5rem;
  min-height: 1.9rem; border-radius: 2px; }
.st-key-shelf-code, .st-key-shelf-cluster { position: sticky; top: 4rem; flex-wrap: nowrap;
  max-height: calc(100vh - 6rem); overflow-y: auto; }
[class*="st-key-shelf-"] button > div { justify-content: flex-start; text-align: left; }
.st-key-shelf-code button { padding-left: calc(.5rem + var(--deep)); }
.st-key-shelf-code button::before { content: ""; flex: none; width: .65rem; height: .65rem;
  background: var(--key); margin-right: .5rem; }
.st-key-shelf-code p, .st-key-shelf-cluster p { font-size: .875rem; line-height: 1.35; }
.il-over { color: #5d666d; font-size: .8125rem; font-weight: 600; margin: .75rem 0 .2rem;
  padding: 0 .5rem; }
.il-status + .il-figures { margin-top: 1rem; }
.il-change { font-size: .9375rem; line-height: 1.5; max-width: 40rem; margin: 0; }
.il-code { font-size: 1.5rem; font-weight: 600; line-height: 1.25; padding: 0; margin: 0; }
.il-swatch { display: inline-block; width: .8rem; height: .8rem; background: var(--key);
  margin-right: .55rem; }
.il-definition { font-size: 1rem; line-height: 1.5; max-width: 40rem; margin: .6rem 0; }
.il-terms { max-width: 40rem; margin: 0; padding: 0 !important; font-size: .875rem;
  line-height: 1.5; }
.il-terms dt { color: #5d666d; font-weight: 600; margin: .5rem 0 0 !important; padding: 0; }
.il-terms dd { margin: 0 !important; padding: 0; }
.il-terms ul { margin: 0; padding: 0; list-style: none; }
.il-terms li { font-size: .875rem !important; margin: 0 !important; padding: 0; }
.il-terms .il-row { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
.il-smaller b { font-size: 1.25rem; }
@media (max-width: 640px) { .st-key-shelf-code, .st-key-shelf-cluster { max-height: 16rem;
  position: static; border-bottom: 1px solid #dddad2; } }
.st-key-cards [data-testid="stButton"] button, .st-key-offered [data-testid="stButton"] button,
.st-key-cards [data-testid="stPopover"] button { min-height: 1.9rem; font-size: .875rem; }
[class*="st-key-export-"] { border-top: 1px solid #dddad2; padding: .6rem 0 .2rem; }
.il-export { font-size: .875rem; line-height: 1.45; max-width: 42rem; }
.il-export b { font-size: 1rem; font-weight: 600; }
.il-export p { margin: .15rem 0 0; color: #5d666d; }
.st-key-show-field-narrow { display: none; }
@media (max-width: 1099px) { .st-key-show-field-narrow { display: flex; }
  .st-key-show-field-wide { display: none; } }
.il-field-answered i { background: linear-gradient(90deg, #e7ecef, #2d5468); width: 1.8rem; }
.il-field-zero i { background: #e7ecef; }
.il-field-unasked i, .il-field-never i, .il-field-unknown i, .il-field-guide i {
  border: 1px solid #dddad2; background: #fff; }
.il-field-guide i { background: repeating-linear-gradient(-45deg, #fff 0 3px, #dddad2 3px 4px); }
@media (max-width: 640px) { .il-table { min-width: 34rem; }
  .il-table td:first-child { min-width: 7rem; } .il-range { display: block; white-space: normal; }
  [data-testid="stMainBlockContainer"] { padding: 3.5rem 1rem 2rem; } }
"""


def colours(sites: Iterable[str]) -> Mapping[str, str]:
    """Return each site's colour, by the order of the sites' ids: the same on every page."""
    return {site: PALETTE[i % len(PALETTE)] for i, site in enumerate(sorted(set(sites)))}


def on(colour: str) -> str:
    """Return ink or paper, whichever is told better from a colour (WCAG 2, relative luminance)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    dark = 0.0173  # the luminance of ``INK``
    return PAPER if 1.05 / (light + 0.05) >= (light + 0.05) / (dark + 0.05) else INK
