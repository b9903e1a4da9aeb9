"""PNG files of whole pixels, written with what Python has."""

import struct
import zlib
from collections.abc import Sequence

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
INK: Colour = (32, 33, 36)

# Digits of 3 by 5 dots, a row an octal digit.
_DIGITS = (0o75557, 0o26227, 0o71747, 0o71717, 0o55711, 0o74717, 0o74757, 0o71111, 0o75757, 0o75717)


class Picture:
    """A picture of large pixels, each `scale` by `scale` small ones."""

    def __init__(self, width: int, height: int, scale: int = 1, background: Colour = WHITE) -> None:
        self.width, self.height, self.scale = width, height, scale
        self.rows = [bytearray(bytes(background) * width) for _ in range(height)]

    def dot(self, x: int, y: int, colour: Colour) -> None:
        """Colour a pixel; one outside of the picture is nowhere."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self.rows[y][3 * x : 3 * x + 3] = bytes(colour)

    def box(self, x: int, y: int, width: int, height: int, colour: Colour) -> None:
        for line in range(max(y, 0), min(y + height, self.height)):
            self.rows[line][3 * x : 3 * (x + width)] = bytes(colour) * width

    def number(self, x: int, y: int, value: int, colour: Colour, size: int = 1) -> None:
        """Write a number of up to any digits, its middle at x and y."""
        text = str(value)
        left = x - (4 * len(text) - 1) * size // 2
        top = y - 5 * size // 2
        for place, digit in enumerate(text):
            bits = _DIGITS[int(digit)]
            for row in range(5):
                for column in range(3):
                    if bits >> (14 - 3 * row - column) & 1:
                        self.box(left + (4 * place + column) * size, top + row * size, size, size, colour)

    def png(self) -> bytes:
        """Return the picture as a file."""
        lines: Sequence[bytes | bytearray] = self.rows
        if self.scale > 1:
            lines = [
                b"".join(bytes(row[3 * x : 3 * x + 3]) * self.scale for x in range(self.width)) for row in self.rows
            ]
        raw = b"".join((b"\0" + bytes(line)) * self.scale for line in lines)
        head = struct.pack(">IIBBBBB", self.width * self.scale, self.height * self.scale, 8, 2, 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(raw)) + _chunk(b"IEND", b"")


def blend(low: Colour, high: Colour, share: float) -> Colour:
    """Return a colour between two."""
    share = min(max(share, 0.0), 1.0)
    return (
        round(low[0] + (high[0] - low[0]) * share),
        round(low[1] + (high[1] - low[1]) * share),
        round(low[2] + (high[2] - low[2]) * share),
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
