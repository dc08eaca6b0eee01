"""Addresses of files, from the site's root."""

from __future__ import annotations

from django.urls import path

from media_library.views import adding, asset, files, folders, library, logos, pick, resuming, trash, uploads

app_name = "media_library"
urlpatterns = [
    path("b/<slug:brand>/media/", library.show, name="library"),
    path("b/<slug:brand>/media/upload/", uploads.upload, name="upload"),
    path("b/<slug:brand>/media/add/", adding.add, name="add"),
    path("b/<slug:brand>/media/pick/", pick.show, name="pick"),
    path("b/<slug:brand>/media/move/", library.move, name="move_some"),
    path("b/<slug:brand>/media/tag/", library.tag, name="tag_some"),
    path("b/<slug:brand>/media/folders/", folders.new, name="folder_new"),
    path("b/<slug:brand>/media/folders/<uuid:folder>/", folders.change, name="folder_change"),
    path("b/<slug:brand>/media/folders/<uuid:folder>/remove/", folders.remove, name="folder_remove"),
    path("b/<slug:brand>/media/trash/", trash.show, name="trash"),
    path("b/<slug:brand>/media/trash/add/", library.trash, name="trash_some"),
    path("b/<slug:brand>/media/trash/restore/", trash.restore, name="restore_some"),
    path("b/<slug:brand>/media/trash/delete/", trash.delete, name="delete_some"),
    path("b/<slug:brand>/media/<uuid:asset>/", asset.show, name="asset"),
    path("b/<slug:brand>/media/<uuid:asset>/keep/", asset.save, name="asset_keep"),
    path("b/<slug:brand>/media/<uuid:asset>/crop/", asset.crop, name="asset_crop"),
    path("b/<slug:brand>/media/uploads/", resuming.begin, name="uploads"),
    path("b/<slug:brand>/media/uploads/<uuid:upload>/", resuming.part, name="upload_part"),
    path("b/<slug:brand>/media/uploads/<uuid:upload>/state/", resuming.state, name="upload_state"),
    path("b/<slug:brand>/settings/logo/", logos.of_brand, name="brand_logo"),
    path("o/<slug:organization>/settings/logo/", logos.of_organization, name="organization_logo"),
    path("media/<str:signed>", files.file, name="file"),
]
