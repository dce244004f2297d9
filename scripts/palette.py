"""A picture on standard input to a PNG of at most 256 colours, a third as large, in the file that is named."""

import sys
from io import BytesIO

from PIL import Image

if __name__ == "__main__":
    picture = Image.open(BytesIO(sys.stdin.buffer.read())).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(sys.argv[1], optimize=True)
