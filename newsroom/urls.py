"""The whole public surface, and the admin.

Public addresses never die. A page that is also JSON answers at the same address with `.json` in
place of the last slash.
"""

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import path

from newsroom.feeds import CorrectionFeed, StoryFeed
from newsroom.http import public_page
from newsroom.sitemaps import SITEMAPS
from newsroom.views import (
    about,
    actions,
    corrections,
    documents,
    embed,
    evidence,
    home,
    lists,
    machines,
    officials,
    parties,
    pictures,
    previews,
    programmes,
    records,
    search,
    sources,
    stories,
)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", home.home),
    path("stories/", stories.story_list),
    path("stories.json", stories.story_list, {"as_json": True}),
    path("stories/<slug:slug>/", stories.story_detail),
    path("stories/<slug:slug>.json", stories.story_detail, {"as_json": True}),
    path("stories/<slug:slug>/embed/", embed.embed),
    path("stories/<slug:slug>/evidence/", evidence.evidence),
    path("stories/<slug:slug>/evidence.json", evidence.evidence, {"as_json": True}),
    path("stories/<slug:slug>/claims/<slug:key>/", stories.claim_detail),
    path("stories/<slug:slug>/claims/<slug:key>.json", stories.claim_detail, {"as_json": True}),
    path("corrections/", corrections.correction_list),
    path("about/", about.about),
    path("feed.atom", public_page()(StoryFeed())),
    path("corrections.atom", public_page()(CorrectionFeed())),
    path("sitemap.xml", public_page()(sitemap), {"sitemaps": SITEMAPS}),
    path("robots.txt", machines.robots),
    path("healthz", machines.healthz),
    path("officials/", officials.official_list),
    path("officials.json", officials.official_list, {"as_json": True}),
    path("officials/<slug:public_id>/", officials.official_detail),
    path("officials/<slug:public_id>.json", officials.official_detail, {"as_json": True}),
    path("parties/<slug:public_id>/", parties.party_detail),
    path("parties/<slug:public_id>.json", parties.party_detail, {"as_json": True}),
    path("actions/", actions.action_list),
    path("actions.json", actions.action_list, {"as_json": True}),
    path("actions/<slug:slug>/", actions.action_detail),
    path("actions/<slug:slug>.json", actions.action_detail, {"as_json": True}),
    path("records/<slug:public_id>/", records.record_detail),
    path("records/<slug:public_id>.json", records.record_detail, {"as_json": True}),
    path("programmes/<slug:authority>/<slug:slug>/", programmes.programme_detail),
    path("lists/", lists.list_list),
    path("lists/<slug:code>/<int:sequence>/", lists.list_version_detail),
    path("sources/<slug:slug>/", sources.source_detail),
    path("documents/<slug:public_id>/", documents.document_detail),
    path("pictures/<slug:public_id>/<int:width>.<slug:extension>", pictures.picture_file),
    path("search/", search.search),
    # Before its time, for whoever was given the address.
    path("preview/<str:token>/", previews.preview, name="preview"),
    path(
        "preview/<str:token>/pictures/<slug:public_id>/<int:width>.<slug:extension>",
        previews.preview_picture,
    ),
]

handler400 = "newsroom.views.errors.bad_request"
handler404 = "newsroom.views.errors.not_found"
handler500 = "newsroom.views.errors.server_error"
