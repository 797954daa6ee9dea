"""Draws pictures/by-heading.png from officials.toml: a disc for each of the 21, by heading.

    python -m newsroom.demo.drawing

The fonts are the newsroom's own; Pillow must have been built with brotli to read them, as its
wheels are. So the drawing is kept beside the data, and the demo needs neither.
"""

import tomllib
from collections import Counter
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
FONTS = HERE.parents[1] / "static" / "reading" / "fonts"
WIDTH, HEIGHT, SCALE = 1600, 900, 3  # drawn three times as large: its edges are smooth
LEDGER, RULE, INK, INK_2, ACCENT = "#f0f4f0", "#ccd5ce", "#16201b", "#46534c", "#0b5c49"
LEFT, DISC, STEP = 96, 84, 122
#: What the announcement's headings mean, in our words.
HEADINGS = {
    "GNB Officials": "National Guard (GNB)",
    "BNP, SEBIN, DGCIM, and Militia Officials": "Police, intelligence and militia",
    "Venezuelan Officials from Various Ministries": "Various ministries",
}


def font(name: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    made = ImageFont.truetype(str(FONTS / name), size * SCALE)
    axes = made.get_variation_axes()
    made.set_variation_by_axes([weight, *(60 for _ in axes[1:])])
    return made


def draw() -> Image.Image:
    officials = tomllib.loads((HERE / "officials.toml").read_text(encoding="utf-8"))
    counts = Counter(one["heading"] for one in officials["officials"])
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), LEDGER)
    pen = ImageDraw.Draw(image)
    label, number = (
        font("public-sans-latin.woff2", 56, 500),
        font("source-serif-4-latin.woff2", 108, 620),
    )
    row = (HEIGHT - 60) // len(HEADINGS)
    for place, (heading, words) in enumerate(HEADINGS.items()):
        top = 30 + place * row
        if place:
            pen.line(_at(LEFT, top, WIDTH - LEFT, top), RULE, 2 * SCALE)
        pen.text((LEFT * SCALE, (top + 38) * SCALE), words, INK_2, label)
        pen.text(
            (LEFT * SCALE, (top + row - 44) * SCALE), str(counts[heading]), INK, number, anchor="ls"
        )
        for disc in range(counts[heading]):
            x, y = 290 + disc * STEP, top + row - 44 - DISC
            pen.ellipse(_at(x, y, x + DISC, y + DISC), ACCENT)
    return image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _at(*places: int) -> tuple[int, ...]:
    return tuple(place * SCALE for place in places)


if __name__ == "__main__":
    draw().quantize(64).save(HERE / "pictures" / "by-heading.png", optimize=True)
