"""Which encoding a text is in that is not UTF-8: by its byte-order mark, or by likelihood."""

from __future__ import annotations

import codecs

_MARKS = (  # UTF-32's begin like UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_WIDE = {"gb2312", "gbk", "gb18030", "big5", "cp950", "cp949", "euc_kr", "cp932", "shift_jis",
         "euc_jp"}  # fmt: skip
_NARROW = {"cp1251", "koi8_r", "koi8_u", "cp1253", "iso8859_5", "iso8859_7"}
_MOST_ACCENTED = 0.3  # share of letters; more of them is another alphabet read as a Western one
_TYPOGRAPHIC = frozenset("‘’‚“”„«»‹›–—…¿¡€£§°·ªº´•©® \u00ad")
_SAMPLE = 200_000  # bytes that are looked at


def marked(raw: bytes) -> str:
    """Return the encoding that a byte-order mark tells, empty where there is none."""
    return next((name for mark, name in _MARKS if raw.startswith(mark)), "")


def likely(raw: bytes) -> str:
    """Guess the encoding of a text that is not UTF-8 (charset-normalizer), or return nothing.

    Western European text is read as windows-1252, which contains ISO 8859-1 but for
    control signs: the detector cannot tell it from a dozen code pages that nobody uses.
    """
    from charset_normalizer import from_bytes

    sample = raw[:_SAMPLE]
    found = [match.encoding for match in from_bytes(sample)]
    best = found[0] if found else ""
    if best in _WIDE and _decodes(raw, best):
        return best
    if b"\0" not in sample and _is_western(raw):
        return "cp1252"
    return best if best in _NARROW and _decodes(raw, best) else ""


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_western(raw: bytes) -> bool:
    """Tell whether bytes are windows-1252 in which accented letters are the few."""
    if not _decodes(raw, "cp1252"):
        return False
    text = raw.decode("cp1252")
    if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text):
        return False
    letters = [sign for sign in text if sign.isalpha()]
    accented = sum(not sign.isascii() for sign in letters)
    others = {sign for sign in text if not sign.isascii() and not sign.isalpha()}
    return others <= _TYPOGRAPHIC and accented <= _MOST_ACCENTED * len(letters)
