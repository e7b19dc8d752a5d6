"""The addresses of the practice services. Included by the site only where practice is on.

Below `<service>/` they are the service's own below its usual base address, so that one path serves both.
"""

from django.urls import URLPattern, path, re_path

from voicelab.practice import aiping, bigmodel, coze, kkiai, minimax, storage
from voicelab.practice.aiping import AIPING
from voicelab.practice.bigmodel import BIGMODEL
from voicelab.practice.conversation import view
from voicelab.practice.coze import COZE
from voicelab.practice.kkiai import KKIAI
from voicelab.practice.minimax import MINIMAX
from voicelab.practice.service import Service


def _beside(service: Service) -> list[URLPattern]:
    """The open books and the signed links that every service has."""
    name, extra = service.name, {"service": service}
    link = rf"^{name}/audio/(?P<number>[0-9a-f]{{32}})\.(?P<format>[a-z0-9_]+)$"
    return [path(f"{name}/ledger", storage.books, extra), re_path(link, storage.audio, extra)]


urlpatterns = [
    path("minimax/v1/files/upload", view(MINIMAX, minimax.UPLOAD)),
    path("minimax/v1/voice_clone", view(MINIMAX, minimax.CLONE)),
    path("minimax/v1/t2a_v2", view(MINIMAX, minimax.SPEAK)),
    path("minimax/v1/get_voice", view(MINIMAX, minimax.LIST)),
    path("minimax/v1/delete_voice", view(MINIMAX, minimax.DELETE)),
    *_beside(MINIMAX),
    path("aiping/audio/minimax/files/upload", view(AIPING, minimax.UPLOAD)),  # assumed
    path("aiping/audio/minimax/voices/clone", view(AIPING, minimax.CLONE)),
    path("aiping/audio/minimax/voices/list", view(AIPING, minimax.LIST)),
    path("aiping/audio/minimax/voices/delete", view(AIPING, minimax.DELETE)),  # assumed
    path("aiping/audio/speech", view(AIPING, aiping.SPEAK)),
    path("aiping/user/remain/points", view(AIPING, aiping.POINTS)),
    *_beside(AIPING),
    path("kkiai/minimax/v1/files/upload", view(KKIAI, minimax.UPLOAD)),  # assumed, as siblings of it have it
    path("kkiai/minimax/v1/voice_clone", view(KKIAI, minimax.CLONE)),
    path("kkiai/minimax/v1/t2a_v2", view(KKIAI, minimax.SPEAK)),
    path("kkiai/minimax/v1/get_voice", view(KKIAI, minimax.LIST)),  # assumed
    path("kkiai/minimax/v1/delete_voice", view(KKIAI, minimax.DELETE)),  # assumed
    path("kkiai/v1/models", view(KKIAI, kkiai.MODELS)),
    *_beside(KKIAI),
    path("bigmodel/paas/v4/files", view(BIGMODEL, bigmodel.UPLOAD, bigmodel.LIST_FILES)),
    path("bigmodel/paas/v4/files/<str:file_id>", view(BIGMODEL, bigmodel.DELETE_FILE)),
    path("bigmodel/paas/v4/files/<str:file_id>/content", view(BIGMODEL, bigmodel.CONTENT)),
    path("bigmodel/paas/v4/voice/clone", view(BIGMODEL, bigmodel.CLONE)),
    path("bigmodel/paas/v4/voice/list", view(BIGMODEL, bigmodel.LIST)),
    path("bigmodel/paas/v4/voice/delete", view(BIGMODEL, bigmodel.DELETE)),
    path("bigmodel/paas/v4/audio/speech", view(BIGMODEL, bigmodel.SPEAK)),
    *_beside(BIGMODEL),
    path("coze/v1/audio/voices/clone", view(COZE, coze.CLONE)),
    path("coze/v1/audio/voices", view(COZE, coze.LIST)),
    path("coze/v1/audio/speech", view(COZE, coze.SPEAK)),
    *_beside(COZE),
]
