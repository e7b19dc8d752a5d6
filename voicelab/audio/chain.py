"""A chain of FFmpeg filters for sound, without its ceremony."""

from collections.abc import Iterator
from errno import EAGAIN

from av.audio.frame import AudioFrame
from av.error import EOFError as EndOfStream
from av.error import FFmpegError
from av.filter import Graph


class Chain:
    """Filters, each as ("name", "arguments"), for frames of the shape of `first` whose `pts` count samples."""

    def __init__(self, first: AudioFrame, *filters: tuple[str, str]) -> None:
        source = {
            "sample_rate": str(first.sample_rate),
            "sample_fmt": first.format.name,
            "channel_layout": first.layout.name,
            "time_base": f"1/{first.sample_rate}",
        }
        self.graph = Graph()
        # More would only cost memory.
        self.graph.threads = 1
        nodes = [
            self.graph.add("abuffer", **source),
            *(self.graph.add(name, arguments) for name, arguments in filters),
            self.graph.add("abuffersink"),
        ]
        self.graph.link_nodes(*nodes).configure()
        self.source, self.sink = nodes[0], nodes[-1]

    def push(self, frame: AudioFrame | None) -> None:
        """None for the end of the sound."""
        self.source.push(frame)

    def pull(self) -> Iterator[AudioFrame]:
        """What has come out at the other end so far."""
        while True:
            try:
                result = self.sink.pull()
            except EndOfStream:
                return
            except FFmpegError as error:
                if error.errno != EAGAIN:
                    raise
                return
            assert isinstance(result, AudioFrame)
            yield result
