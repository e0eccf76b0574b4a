"""What the editor asks while somebody types: how the text will look, and to keep a file.

They stand in the place of django-markdownx's own two addresses, which are open to anyone and believe what a browser
says of a file. Whoever may not gets 403, never a redirect that a script would follow.
"""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from articles.actions.media import store_media
from articles.admin.pages import DOOR, ask
from articles.content import stored_image_of
from articles.details import MOST_REFERENCES
from articles.files import MOST_VIDEO_BYTES
from articles.glossary import Glossary
from articles.markdown import BadText, render_body
from articles.models import Media
from record.errors import BadInput, Refusal, status_of


@never_cache
@csrf_protect
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The body of an article as readers would see it, through the one renderer, and what couldn't be shown.

    The references aren't known here: whether a citation cites one of them is told when the article is submitted.
    """
    ask(request, "articles.preview_markdown")
    try:
        body = render_body(
            request.POST.get("content", ""),
            image_of=stored_image_of(),
            explanation_of=Glossary(),
            references=MOST_REFERENCES,
        )
    except BadText as bad:
        # Markdownx puts every answer into the page as HTML: the sentence is escaped.
        return HttpResponse(
            render_to_string("admin/articles/_preview_refused.html", {"sentence": str(bad)}), status=400
        )
    return HttpResponse(render_to_string("admin/articles/_preview.html", {"body": body}))


@never_cache
@csrf_protect
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Keep a file: its address, and for an image the Markdown that shows it.

    The alternative text is left empty: only a person can say what a picture shows, and without it nothing is submitted.
    """
    by = ask(request, "articles.upload_media")
    file = request.FILES.get("image")
    try:
        if not isinstance(file, UploadedFile):
            raise BadInput(_("No file has come. Choose one."))
        if (file.size or 0) > MOST_VIDEO_BYTES:
            raise BadInput(_("The file is too large: at most %(most)d MB.") % {"most": MOST_VIDEO_BYTES // 1024**2})
        media = store_media(data=file.read(), name=file.name or "", by=by, door=DOOR)
    except Refusal as refusal:
        return JsonResponse({"error": str(refusal)}, status=status_of(refusal))
    return JsonResponse(_told(media))


def _told(media: Media) -> dict[str, str]:
    told = {"address": media.get_absolute_url(), "content_type": media.content_type}
    if media.width:
        told["image_code"] = f"![]({told['address']})"
    return told


urlpatterns = [
    path("preview/", preview, name="markdown_preview"),
    path("upload/", upload, name="markdown_upload"),
]
