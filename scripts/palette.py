"""A picture on standard input to a PNG of at most 256 colours, a third as large, in the file that is named.

With `--trim` after the name, what is blank around it is left out.
"""

import sys
from io import BytesIO

from PIL import Image, ImageChops

MARGIN = 12
"""Pixels that are left around what is trimmed."""


def trimmed(picture: Image.Image) -> Image.Image:
    """A picture on white without the white around it."""
    drawn = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    left, top, right, bottom = drawn or (0, 0, *picture.size)
    return picture.crop((left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)) if drawn else picture


if __name__ == "__main__":
    picture = Image.open(BytesIO(sys.stdin.buffer.read())).convert("RGB")
    picture = trimmed(picture) if "--trim" in sys.argv else picture
    picture.quantize(256, dither=Image.Dither.NONE).save(sys.argv[1], optimize=True)
