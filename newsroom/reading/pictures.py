"""A story's picture as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse

from newsroom.models import Picture
from newsroom.pictures import FORMS, content_of, widths_of


@dataclass(frozen=True)
class ShownPicture:
    """`address` is of the folder of its files, without the last slash."""

    address: str
    alt: str
    credit: str
    caption: str
    width: int
    height: int

    @classmethod
    def of(cls, picture: Picture, address: str) -> ShownPicture:
        return cls(
            address=address,
            alt=picture.alt,
            credit=picture.credit,
            caption=picture.caption,
            width=picture.width,
            height=picture.height,
        )

    @property
    def url(self) -> str:
        """The widest, in the form that everything reads."""
        return f"{self.address}/{self.width}.jpg"

    @property
    def jpegs(self) -> str:
        return self._srcset("jpg")

    @property
    def webps(self) -> str:
        return self._srcset("webp")

    def _srcset(self, extension: str) -> str:
        return ", ".join(
            f"{self.address}/{width}.{extension} {width}w" for width in widths_of(self.width)
        )


def public_address(picture: Picture) -> str:
    return f"/pictures/{picture.public_id}"


def file_response(picture: Picture, width: int, extension: str) -> HttpResponse:
    """One of a picture's files. Who may see the picture is decided before."""
    try:
        content = content_of(picture, width, extension)
    except FileNotFoundError:
        content = None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=FORMS[extension][1])
    response.headers["Content-Disposition"] = "inline"
    # Never written again: its row, its width and its form are one content.
    response.headers["ETag"] = f'"{picture.sha256}-{width}-{extension}"'
    return response
