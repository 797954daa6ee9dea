import os
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import path

from newsroom import urls

CONSTANT = Path(os.environ["CONSTANT"]).read_bytes()


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(CONSTANT)


urlpatterns = [path("constant/", constant), *urls.urlpatterns]
handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500
