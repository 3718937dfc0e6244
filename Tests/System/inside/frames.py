"""Pictures and frames, made with nothing but Python: what a camera gives, and what it shows.

Used on both sides: outside to draw the parts, in the machine to work out what a frame shows.
"""

import functools
import random
import struct
import zlib


def png(rgb, width, height):
    """A picture as a PNG file."""
    def chunk(kind, body):
        return (struct.pack(">I", len(body)) + kind + body
                + struct.pack(">I", zlib.crc32(kind + body)))

    rows = b"".join(b"\0" + rgb[y * width * 3:(y + 1) * width * 3] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 1))
            + chunk(b"IEND", b""))


def ppm(rgb, width, height):
    """A picture as cjpeg reads it."""
    return b"P6 %d %d 255\n" % (width, height) + rgb


def part(seed, defect=False, width=320, height=240):
    """Draws a part: a plate with four holes on a belt, never twice the same; RGB."""
    chance = random.Random(seed)
    left, top = 40 + chance.randrange(8), 30 + chance.randrange(8)
    belt, plate, hole = 60 + chance.randrange(6), 150 + chance.randrange(6), 30
    grain = bytes(chance.randrange(8) for _ in range(4096))
    rows = []
    for y in range(height):
        row = [belt] * width
        if top <= y < height - top:
            row[left:width - left] = [plate] * (width - 2 * left)
            for x in (left + 40, width - left - 60):
                if (top + 20 <= y < top + 40) or (height - top - 40 <= y < height - top - 20):
                    row[x:x + 20] = [hole] * 20
            if defect and abs(y - height // 2) < 12:
                row[width // 2 - 30:width // 2 + 30] = [240] * 60
        start = chance.randrange(4096 - width)
        rows.append(bytes(map(int.__add__, row, grain[start:start + width])))
    # A warm light: red as drawn, green and blue darker.
    greener, bluer = bytes(i * 9 // 10 for i in range(256)), bytes(i * 7 // 10 for i in range(256))
    red = b"".join(bytes(min(v, 255) for v in row) for row in rows)
    rgb = bytearray(3 * width * height)
    rgb[0::3], rgb[1::3], rgb[2::3] = red, red.translate(greener), red.translate(bluer)
    return bytes(rgb)


@functools.lru_cache(maxsize=None)
def colour(y, u, v):
    """BT.601, limited range, in the usual 8-bit fixed point."""
    c, d, e = 298 * (y - 16) + 128, u - 128, v - 128
    return bytes(min(max(value >> 8, 0), 255)
                 for value in (c + 409 * e, c - 100 * d - 208 * e, c + 516 * d))


def picture(frame, code, width, height):
    """What a raw frame shows, as RGB: worked out pixel by pixel, apart from the product's code."""
    if code == "RGB3":
        return bytes(frame)
    if code == "BGR3":
        rgb = bytearray(frame)
        rgb[0::3], rgb[2::3] = frame[2::3], frame[0::3]
        return bytes(rgb)
    if code == "GREY":
        return b"".join(bytes([value]) * 3 for value in frame)
    luma, u, v = planes(frame, code, width, height)
    return b"".join(
        row(luma[y * width:(y + 1) * width], u(y), v(y)) for y in range(height))


@functools.lru_cache(maxsize=64)
def row(luma, u, v):
    """A row of pixels; in a test picture most are like the one above."""
    return b"".join(map(colour, luma, u, v))


def yuyv(rgb):
    """A picture as YUYV, roughly: `picture` tells which colours exactly."""
    frame = bytearray(len(rgb) // 3 * 2)
    frame[0::2] = bytes(16 + (66 * r + 129 * g + 25 * b) // 256
                        for r, g, b in zip(rgb[0::3], rgb[1::3], rgb[2::3]))
    frame[1::4] = bytes(128 + (-38 * r - 74 * g + 112 * b) // 256
                        for r, g, b in zip(rgb[0::6], rgb[1::6], rgb[2::6]))
    frame[3::4] = bytes(128 + (112 * r - 94 * g - 18 * b) // 256
                        for r, g, b in zip(rgb[0::6], rgb[1::6], rgb[2::6]))
    return bytes(frame)


def planes(frame, code, width, height):
    """The luma of all pixels, and the chroma of the pixels of a row."""
    pixels = width * height
    if code == "YUYV":
        return (frame[0::2], lambda y: twice(frame[y * width * 2 + 1:(y + 1) * width * 2:4]),
                lambda y: twice(frame[y * width * 2 + 3:(y + 1) * width * 2:4]))
    if code == "NV12":
        def chroma(y, place):
            start = pixels + y // 2 * width
            return twice(frame[start + place:start + width:2])
        return frame[:pixels], lambda y: chroma(y, 0), lambda y: chroma(y, 1)
    assert code == "YU12", code

    def half(y, start):
        return twice(frame[start + y // 2 * (width // 2):start + (y // 2 + 1) * (width // 2)])
    return (frame[:pixels], lambda y: half(y, pixels), lambda y: half(y, pixels + pixels // 4))


def twice(values):
    """Each value for the two pixels that share it."""
    shared = bytearray(2 * len(values))
    shared[0::2] = shared[1::2] = values
    return bytes(shared)
