"""`python -m benchmarks.gallery`: writes docs/gallery.md and the pictures that it shows."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from PIL import Image

from benchmarks.gallery import captions, cards, thumbnails

DOCS = Path(__file__).parents[2] / "docs"
FOLDER = DOCS / "images" / "gallery"
QUALITY = 50
PARTS = {
    "Cards": (cards.pictures, "Each kind in each theme and aspect, when all of it has come."),
    "Captions": (captions.pictures, "Each look in each aspect and script, one word spoken."),
    "Thumbnails": (thumbnails.pictures, "Three layouts each; a cover for tall players beside it."),
}
TITLE = """# Gallery
Frames as the renderer draws them, in full size. Written by `make gallery`; nothing is touched up.
"""


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    before = set(FOLDER.iterdir())
    lines = [TITLE]
    for part, (pictures, what) in PARTS.items():
        names = [_kept(name, picture) for name, picture in pictures()]
        lines += [f"## {part}", what, "", *_shown(names)]
    (DOCS / "gallery.md").write_text("\n".join(lines).rstrip() + "\n")
    for left in before - {FOLDER / name for name in _names(lines)}:
        left.unlink()


def _kept(name: str, picture: Image.Image) -> str:
    file = f"{name}.jpg"
    picture.convert("RGB").save(FOLDER / file, quality=QUALITY, optimize=True)
    return file


def _shown(names: list[str]) -> Iterator[str]:
    """A row for each run of names that begin alike, every picture a link to its full size."""
    for group, its in groupby(names, key=lambda it: it.rsplit("-", 1)[0]):
        yield f"**{group.replace('-', ' ')}**\n"
        yield " ".join(
            f'<a href="images/gallery/{it}"><img src="images/gallery/{it}" height="150"'
            f' alt="{it.removesuffix(".jpg")}"></a>'
            for it in its
        )
        yield ""


def _names(lines: list[str]) -> Iterator[str]:
    for line in lines:
        for part in line.split('href="images/gallery/')[1:]:
            yield part.partition('"')[0]


if __name__ == "__main__":
    main()
