"""Names and captions as pictures. FFmpeg's wheel draws no text, so Pillow does.

The typeface is Source Sans 3 (SIL Open Font License 1.1), which comes with Streamlit: the pages
have it, too. It has the Latin, Greek and Cyrillic letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import MissingExtra

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

    Picture = npt.NDArray[np.uint8]

_FONT = "SourceSansVF-Upright*.woff2"
_REGULAR, _SEMIBOLD = 400, 600
_INK, _QUIET = (255, 255, 255, 255), (214, 214, 214, 255)
_SHADE = (12, 12, 14, 178)
_CARD = (24, 25, 28)
_MARGIN = 0.05  # of the height: what television sets may cut off
_CAPTION, _NAME, _PLACE, _MARK = 0.044, 0.046, 0.032, 0.026  # letters' height, of the picture's
_CARD_NAME, _CARD_PLACE = 0.085, 0.046
_LEAST = 0.5  # of its height, to which a long line is made smaller


@dataclass(frozen=True)
class Overlay:
    """Letters to lay over a picture at ``x``, ``y``: colour times opacity, and opacity.

    Shapes (height, width, 3) and (height, width, 1), from 0 to 255.
    """

    x: int
    y: int
    colour: npt.NDArray[np.uint16]
    opacity: npt.NDArray[np.uint16]

    def over(self, picture: Picture, *, strength: float = 1.0) -> None:
        """Lay it over a picture of shape (height, width, 3), in place."""
        height, width, _ = self.colour.shape
        under = picture[self.y : self.y + height, self.x : self.x + width]
        part = int(256 * strength)
        colour, opacity = self.colour * part // 256, self.opacity * part // 256
        under[:] = (under * (255 - opacity) // 255 + colour).astype("uint8")


def card(name: str, place: str, size: tuple[int, int]) -> Picture:
    """Return the picture for what is only heard: who speaks, and where."""
    import numpy as np
    from PIL import Image, ImageDraw

    width, height = size
    image = Image.new("RGB", size, _CARD)
    draw = ImageDraw.Draw(image)
    most = int(width * (1 - 4 * _MARGIN))
    named = _fitting(name, int(height * _CARD_NAME), _SEMIBOLD, most)
    draw.text((width // 2, int(height * 0.45)), name, font=named, fill=_INK[:3], anchor="ms")
    placed = _fitting(place, int(height * _CARD_PLACE), _REGULAR, most)
    draw.text((width // 2, int(height * 0.53)), place, font=placed, fill=_QUIET[:3], anchor="ms")
    return np.asarray(image).copy()


def lower_third(name: str, place: str, size: tuple[int, int]) -> Overlay:
    """Return who speaks and where, at the left, above the captions."""
    from PIL import Image, ImageDraw

    width, height = size
    edge, pad = int(height * _MARGIN), int(height * 0.018)
    most = width * 2 // 3 - 2 * edge
    named = _fitting(name, int(height * _NAME), _SEMIBOLD, most)
    placed = _fitting(place, int(height * _PLACE), _REGULAR, most)
    bar = max(2, height // 180)
    wide = int(max(named.getlength(name), placed.getlength(place))) + bar + 3 * pad
    first = int(named.size * 1.02)
    tall = pad + first + (int(placed.size * 1.1) if place else 0) + pad
    image = Image.new("RGBA", (wide, tall), _SHADE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, bar - 1, tall), fill=_INK)
    left = bar + pad + pad // 2
    draw.text((left, pad + named.size * 0.8), name, font=named, fill=_INK, anchor="ls")
    draw.text((left, pad + first + placed.size), place, font=placed, fill=_QUIET, anchor="ls")
    return _overlay(image, edge, int(height * 0.79) - tall, size)


def caption(lines: Sequence[str], size: tuple[int, int]) -> Overlay:
    """Return lines of a caption, centred at the foot."""
    from PIL import Image, ImageDraw

    width, height = size
    most = int(width * (1 - 2 * _MARGIN))
    longest = max(lines, key=len)
    font = _fitting(longest, int(height * _CAPTION), _SEMIBOLD, most)
    pad, step = int(height * 0.014), int(font.size * 1.28)
    wide = int(max(font.getlength(line) for line in lines)) + 4 * pad
    tall = step * len(lines) + 2 * pad
    image = Image.new("RGBA", (wide, tall), _SHADE)
    draw = ImageDraw.Draw(image)
    for n, line in enumerate(lines):
        at = (wide // 2, pad + n * step + font.size * 0.95)
        draw.text(at, line, font=font, fill=_INK, anchor="ms")
    return _overlay(image, (width - wide) // 2, int(height * (1 - _MARGIN)) - tall, size)


def mark(text: str, size: tuple[int, int]) -> Overlay:
    """Return a small note for the upper right corner."""
    from PIL import Image, ImageDraw

    width, height = size
    font = _face(int(height * _MARK), _SEMIBOLD)
    pad = int(height * 0.012)
    wide, tall = int(font.getlength(text)) + 2 * pad, int(font.size * 1.1) + 2 * pad
    image = Image.new("RGBA", (wide, tall), _SHADE)
    at = (pad, pad + font.size * 0.86)
    ImageDraw.Draw(image).text(at, text, font=font, fill=_QUIET, anchor="ls")
    edge = int(height * _MARGIN)
    return _overlay(image, width - edge - wide, edge, size)


def undrawn(text: str) -> set[str]:
    """Return the signs of a text that the typeface does not have: they come out as boxes."""
    face = _face(24, _REGULAR)
    box = bytes(face.getmask("\uffff"))
    signs = {sign for sign in text if not sign.isspace()}
    return {sign for sign in signs if bytes(face.getmask(sign)) == box}


def _overlay(image: Image, x: int, y: int, size: tuple[int, int]) -> Overlay:
    """Return an image at a place; what would reach over the picture's edge is cut off."""
    import numpy as np

    x, y = max(0, x), max(0, y)
    whole = np.asarray(image)[: size[1] - y, : size[0] - x].astype(np.uint16)
    opacity = whole[:, :, 3:]
    return Overlay(x, y, whole[:, :, :3] * opacity // 255, opacity)


def _fitting(text: str, size: int, weight: int, most: int) -> FreeTypeFont:
    """Return the typeface at a size, or at one at which a long line fits."""
    face = _face(size, weight)
    length = face.getlength(text)
    if length <= most:
        return face
    return _face(int(size * max(_LEAST, most / length)), weight)


@lru_cache(maxsize=64)
def _face(size: int, weight: int) -> FreeTypeFont:
    from PIL import ImageFont

    face = ImageFont.truetype(str(_font_file()), max(8, size))
    face.set_variation_by_axes([weight])
    return face


@lru_cache(maxsize=1)
def _font_file() -> Path:
    """Return the typeface's file.

    Raises:
        MissingExtra: Streamlit is not there, or has another typeface now.
    """
    spec = find_spec("streamlit")  # its files are looked at, it is not loaded
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for found in sorted((Path(folder) / "static").rglob(_FONT)):
            return found
    raise MissingExtra(
        "the typeface Source Sans, which comes with Streamlit, is not there",
        remedy="pip install 'streamlit>=1.50,<2'",
    )
