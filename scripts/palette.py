"""A picture as pdftoppm draws it (PPM, on standard input) to a PNG of at most 256 colours, a third as large."""

import struct
import sys
import zlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

MOST = 256
SIGNATURE = b"\x89PNG\r\n\x1a\n"
Colour = tuple[int, int, int]


def png(ppm: bytes) -> bytes:
    """The picture, each pixel in the nearest of its commonest colours."""
    _, size, _, pixels = ppm.split(b"\n", 3)
    width, height = map(int, size.split())
    colours: list[Colour] = list(zip(pixels[0::3], pixels[1::3], pixels[2::3], strict=True))
    counted = Counter(colours)
    kept = [colour for colour, _ in counted.most_common(MOST)]
    place = {colour: _nearest(colour, kept) for colour in counted}
    numbers = bytes(place[colour] for colour in colours)
    rows = b"".join(b"\0" + numbers[row * width : (row + 1) * width] for row in range(height))
    return SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(part for colour in kept for part in colour)),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _nearest(colour: Colour, kept: Iterable[Colour]) -> int:
    distances = (sum((a - b) ** 2 for a, b in zip(colour, one, strict=True)) for one in kept)
    return min(enumerate(distances), key=lambda found: found[1])[0]


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(png(sys.stdin.buffer.read()))
