"""How to read a claim, what being listed means, and how to report an error."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsroom.http import public_page


@public_page()
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "newsroom/about.html")
