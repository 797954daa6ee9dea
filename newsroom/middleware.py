"""Who asks, and the headers that every response carries."""

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse

type GetResponse = Callable[[HttpRequest], HttpResponse]

# Beside what SecurityMiddleware and the Content-Security-Policy of settings.py set.
HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


#: All that a browser sends to the desk.
METHODS = ("GET", "HEAD", "POST")


class ClientAddressMiddleware:
    """REMOTE_ADDR becomes the reader's own address where proxies of ours stand in between.

    Each proxy adds the address that it was asked from to the end of X-Forwarded-For. So, counted
    from the end, as many are true as there are proxies; what stands before them anybody can write.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        proxies = settings.TRUSTED_PROXIES
        told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if 0 < proxies <= len(told):
            with suppress(ValueError):  # some proxies write "unknown"
                request.META["REMOTE_ADDR"] = str(ip_address(told[-proxies]))
        return self.get_response(request)


class MethodsMiddleware:
    """Refuses every other method at the desk, where Django would answer a PUT as it does a GET.

    Public pages say themselves that they are only read.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at_desk = request.path.startswith(reverse("admin:index"))
        if at_desk and request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


class NoteUserMiddleware:
    """Leaves the number of whoever works at the desk where the log finds it.

    Readers' pages do not ask who reads them: that would keep them from being cached.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(reverse("admin:index")):
            request.META["newsroom.user"] = request.user.pk
        return self.get_response(request)


class SecurityHeadersMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
