"""The files of pictures: readers get one while the story that shows it can be read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from newsroom.http import public_page
from newsroom.models import Picture
from newsroom.reading.pictures import file_response


@public_page()
def picture_file(request: HttpRequest, public_id: str, width: int, extension: str) -> HttpResponse:
    picture = get_object_or_404(Picture.objects.public(), public_id=public_id)
    return file_response(picture, width, extension)
