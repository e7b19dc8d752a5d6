"""The services, in the order in which they are shown."""

from voicelab.providers.aiping import AIPing
from voicelab.providers.base import Provider
from voicelab.providers.bigmodel import BigModel
from voicelab.providers.coze import Coze
from voicelab.providers.kkiai import Kkiai
from voicelab.providers.minimax import MiniMax

PROVIDERS: dict[str, type[Provider]] = {
    "minimax": MiniMax,
    "aiping": AIPing,
    "kkiai": Kkiai,
    "bigmodel": BigModel,
    "coze": Coze,
}
