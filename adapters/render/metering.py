"""Metering: processor and device time of one segment, in whole milliseconds."""

from time import process_time
from types import TracebackType
from typing import Any

MS_PER_S = 1_000


class Metering:
    """Time of this process from entering to leaving, and of the device between `on_device`s."""

    def __init__(self, device: str) -> None:
        self._device = device
        self._marks: list[tuple[Any, Any]] = []
        self.cpu_ms = self.gpu_ms = 0

    def __enter__(self) -> "Metering":
        self._began_s = process_time()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.cpu_ms = round((process_time() - self._began_s) * MS_PER_S)
        if self._marks and fault is None:
            self._marks[-1][1].synchronize()
            self.gpu_ms = round(sum(begin.elapsed_time(end) for begin, end in self._marks))

    def begin(self) -> None:
        """What is now asked of the device counts until `end`."""
        if self._device == "cuda":
            self._marks.append((_marked(), None))

    def end(self) -> None:
        if self._device == "cuda":
            self._marks[-1] = (self._marks[-1][0], _marked())


def _marked() -> Any:
    import torch  # noqa: PLC0415 - for a device alone

    mark: Any = torch.cuda.Event(enable_timing=True)  # type: ignore[no-untyped-call]  # its __new__ has no types
    mark.record()
    return mark
