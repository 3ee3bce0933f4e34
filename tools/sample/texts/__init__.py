"""Scripts as files, with the place or time of every part.

One more form is one more function `(script, cast) -> Page` and one more line in TEXT_FORMS.
"""

from __future__ import annotations

from collections.abc import Callable

from sample.script import Cast, Script
from sample.texts import office, plain, timed, web
from sample.texts.pages import INVENTED, Page, Places, Span, canonical

__all__ = ["INVENTED", "TEXT_FORMS", "Page", "Places", "Span", "canonical"]

TEXT_FORMS: dict[str, Callable[[Script, Cast], Page]] = {
    "md": plain.markdown,
    "txt": plain.plain,
    "md-qa": plain.questions_and_answers,
    "vtt": timed.vtt,
    "srt": timed.srt,
    "eaf": timed.eaf,
    "docx": office.docx,
    "pdf": office.pdf,
    "html": web.questions_and_answers,
    "report": web.report,
}
