"""What the XML forms share: elements, documents, and a reader that refuses what can do harm."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from lxml import etree

from pipeline.errors import BadInput
from pipeline.formats.transcripts.utterances import without_controls

DEEPEST = 200  # elements inside each other; what programs write is far from that


def child(parent: Any, tag: str, text: object = None, **attributes: object) -> Any:
    """Add an element and return it; what is None is not written."""
    made = etree.SubElement(parent, tag)
    for name, value in attributes.items():
        if value is not None:
            made.set(name, without_controls(value) if isinstance(value, str) else str(value))
    if text is not None:
        made.text = without_controls(text) if isinstance(text, str) else str(text)
    return made


def document(root: Any, doctype: str) -> bytes:
    """Return an XML document, indented."""
    written: bytes = etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", doctype=f"<!DOCTYPE {doctype}>",
        pretty_print=True,
    )  # fmt: skip
    return written


def parsed(data: bytes, tag: str, *, where: str) -> Element:
    """Return the root of an XML document that has to be a ``tag``.

    Raises:
        BadInput: it is no XML, declares entities, is nested without end, or is something else.
    """
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    remedy = "export it again from the editing program"
    try:
        root: Element = ElementTree.fromstring(data, forbid_dtd=False)
    except DefusedXmlException:
        raise BadInput("declares entities", where=where, remedy=remedy) from None
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        place = getattr(error, "position", None)
        line = f" (line {place[0]})" if place else ""
        raise BadInput(f"is no whole XML file{line}", where=where, remedy=remedy) from None
    if root.tag != tag:
        raise BadInput(f"is a <{root.tag}>, not a <{tag}>", where=where, remedy=remedy)
    level, depth = [root], 0
    while level:
        level, depth = [each for parent in level for each in parent], depth + 1
        if depth > DEEPEST:
            raise BadInput("is nested too deeply", where=where, remedy=remedy)
    return root
