"""Pictures: what was uploaded is drawn anew, and only that is kept (decision 38).

What a file is, its content tells, never its name or what a browser calls it. Whatever stands in it
beside what one sees (place and time of taking, camera, comments, thumbnails, colour profiles,
bytes behind the end) is not copied. The name that the file had is kept nowhere.
"""

from __future__ import annotations

import hashlib
import io
import secrets
from collections.abc import Iterator
from functools import partial
from pathlib import PurePath
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from newsroom import workflow
from newsroom.logbook import log
from newsroom.models import Picture, Revision, Story

LARGEST = 20 * 1024 * 1024  # bytes
MOST_PIXELS = 40_000_000
#: Narrower ones are blurred on every screen; longer strips are no pictures of a story.
NARROWEST = 320
LONGEST_SIDE = 4  # times the other one

#: How wide its files are: for phones, for the column, and for the column on sharp screens.
WIDTHS = (480, 960, 1600)
#: By the extension of an address: Pillow's name, the type, and how it is written.
FORMS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "jpg": ("JPEG", "image/jpeg", {"quality": 85, "optimize": True, "progressive": True}),
    "webp": ("WEBP", "image/webp", {"quality": 82, "method": 4}),
}
#: What Pillow reads here. It knows many more formats, each with its own flaws.
_READ = ("JPEG", "PNG", "WEBP")
#: What is drawn on white: a picture for readers has no holes.
_PAPER = (255, 255, 255)

# What claims more is refused by its header, before a pixel of it is read.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class PictureError(Exception):
    """A file that is not taken. The message says what was found and what to do."""


class TooManyBytesError(PictureError):
    def __init__(self, size: int) -> None:
        super().__init__(
            f"The file has {size / 1024**2:.1f} MB; up to {LARGEST // 1024**2} are taken. "
            "Save it smaller."
        )


# ---- Reading and drawing anew -----------------------------------------------------------------


def drawn(content: bytes) -> Image.Image:
    """What one sees of an uploaded file, upright, in sRGB, on nothing but pixels.

    Raises PictureError. Pixels are read once its size and its kind are found to be fit.
    """
    if not content:
        raise PictureError("The file is empty: choose it again.")
    if len(content) > LARGEST:
        raise TooManyBytesError(len(content))
    try:
        with Image.open(io.BytesIO(content), formats=_READ) as opened:
            _refuse_unfit(opened)
            # A large JPEG is read at half its size, or at an eighth, where that is enough.
            opened.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
            return _plain(_in_srgb(ImageOps.exif_transpose(_small(opened))))
    except PictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureError(
            f"It has more than {MOST_PIXELS // 1_000_000} million pixels. Save it smaller."
        ) from None
    except UnidentifiedImageError:
        raise PictureError(
            "This is no JPEG, PNG or WebP, whatever it is called. Save it as one of these."
        ) from None
    except Exception as error:  # a damaged file makes Pillow raise anything
        raise PictureError(
            f"The picture is damaged or cut off ({type(error).__name__}). Save it again."
        ) from error


def _refuse_unfit(image: Image.Image) -> None:
    width, height = image.size
    shown = f"It is {width:,} × {height:,} pixels"
    if width * height > MOST_PIXELS:
        raise PictureError(
            f"{shown}; up to {MOST_PIXELS // 1_000_000} million are taken. Save it smaller."
        )
    if min(width, height) < NARROWEST:
        raise PictureError(f"{shown}; both must be at least {NARROWEST}. Choose a larger one.")
    if max(width, height) > LONGEST_SIDE * min(width, height):
        raise PictureError(
            f"{shown}: a side may be {LONGEST_SIDE} times the other at most. Crop it."
        )
    # Phones put a second, smaller picture behind the first of a JPEG: that is no film.
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise PictureError("It moves. Save one of its frames as a picture.")
    if image.mode not in {"RGB", "RGBA", "L", "LA", "P", "PA", "1"}:
        colours = {
            "CMYK": "It has the colours of print (CMYK)",
            "YCCK": "It has the colours of print (CMYK)",
        }
        found = colours.get(image.mode, f"Its colours ({image.mode}) are for measuring or print")
        raise PictureError(f"{found}. Save it as RGB with 8 bits a colour.")


def _small(image: Image.Image) -> Image.Image:
    """As wide as its widest file, whichever side is up, before more copies are made of it.

    Forty million pixels take 160 MB each time.
    """
    scale = WIDTHS[-1] / min(image.size)
    if scale >= 1:
        return image
    if image.mode in {"P", "PA", "1"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    size = (round(image.width * scale), round(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)


def _in_srgb(image: Image.Image) -> Image.Image:
    """By its colour profile where it has one, without which colours would be dull or shrill."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA"}:
        return image
    try:
        changed = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        )
    except (ImageCms.PyCMSError, OSError):
        raise PictureError(
            "Its colour profile cannot be read. Save the picture with sRGB, or without a profile."
        ) from None
    return changed or image


def _plain(image: Image.Image) -> Image.Image:
    """On a new canvas, to which nothing but pixels comes along."""
    seen = image.convert("RGBA") if image.has_transparency_data else image.convert("RGB")
    canvas = Image.new("RGB", seen.size, _PAPER)
    canvas.paste(seen, mask=seen if seen.mode == "RGBA" else None)
    return canvas


def widths_of(width: int) -> tuple[int, ...]:
    """How wide the files of a picture are whose widest has that width."""
    return (*(one for one in WIDTHS if one < width), width)


def _files(image: Image.Image) -> Iterator[tuple[int, int, str, bytes]]:
    """Width, height, extension and content of each, the widest last."""
    for width in widths_of(min(image.width, WIDTHS[-1])):
        height = round(image.height * width / image.width)
        smaller = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
        for extension, (form, _, options) in FORMS.items():
            written = io.BytesIO()
            smaller.save(written, form, **options)
            yield width, height, extension, written.getvalue()


# ---- Keeping ----------------------------------------------------------------------------------


def store(
    upload: UploadedFile[Any] | bytes,
    story: Story,
    *,
    alt: str,
    credit: str,
    caption: str = "",
    by: User,
) -> Picture:
    """Keeps a picture of the story in all its widths. Raises PictureError; shows it nowhere yet.

    Files know no transaction: whoever's fails afterwards calls `remove_files_without_row`.
    """
    if isinstance(upload, bytes):
        content = upload
    else:
        if (upload.size or 0) > LARGEST:
            raise TooManyBytesError(upload.size or 0)
        upload.seek(0)
        content = upload.read()
    image = drawn(content)
    folder = f"pictures/{secrets.token_hex(16)}"
    kept: dict[str, Any] = {}
    try:
        for width, height, extension, written in _files(image):
            name = default_storage.save(f"{folder}/{width}.{extension}", ContentFile(written))
            if extension == "jpg":
                sha256 = hashlib.sha256(written).hexdigest()
                kept = {"file": name, "width": width, "height": height, "sha256": sha256}
        return Picture.objects.create(
            story=story, alt=alt, credit=credit, caption=caption, by=by, **kept
        )
    except BaseException:
        _remove_folder(folder)
        raise


def with_words(picture: Picture, *, alt: str, credit: str, caption: str, by: User) -> Picture:
    """The same picture with these words: itself, or a row of its own with the same file."""
    if (picture.alt, picture.credit, picture.caption) == (alt, credit, caption):
        return picture
    return Picture.objects.create(
        story_id=picture.story_id,
        file=picture.file.name,
        sha256=picture.sha256,
        width=picture.width,
        height=picture.height,
        alt=alt,
        credit=credit,
        caption=caption,
        by=by,
    )


def content_of(picture: Picture, width: int, extension: str) -> bytes | None:
    """Of one of its files; None where there is none of that width and kind."""
    if extension not in FORMS or width not in widths_of(picture.width):
        return None
    with default_storage.open(f"{_folder(picture)}/{width}.{extension}") as file:
        return bytes(file.read())


def forget_files_of_deleted(instance: Picture, **kwargs: Any) -> None:
    """Handler of `post_delete`: once that is certain."""
    transaction.on_commit(partial(remove_files_without_row, instance))


def remove_files_without_row(picture: Picture) -> None:
    """Of one that was deleted, or whose transaction failed; not where a row has the same file."""
    if not Picture.objects.filter(file=picture.file.name).exists():
        _remove_folder(_folder(picture))


def _folder(picture: Picture) -> str:
    return str(PurePath(picture.file.name or "").parent)


def _remove_folder(folder: str) -> None:
    if default_storage.exists(folder):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
        default_storage.delete(folder)


# ---- In a story -------------------------------------------------------------------------------


@transaction.atomic
def show(story: Story, picture: Picture | None, *, by: User) -> Revision:
    """The working revision shows this picture from now on, or none; readers see it once published.

    What it showed before and no revision shows any more is deleted.
    """
    revision = workflow.working_revision(story, by)
    if picture is not None and picture.story_id != story.pk:
        raise workflow.WorkflowError("The picture belongs to another story. Upload it here.")
    before = revision.picture
    if before == picture:
        return revision
    revision.picture = picture
    revision.saved_by = by
    revision.save(update_fields=["picture", "saved_by", "saved_at"])
    log(by, story, f"Shows “{picture.alt}”." if picture else "Shows no picture.")
    if before is not None and not before.revisions.exists():
        before.delete()
    return revision
