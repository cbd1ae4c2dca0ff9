"""A real browser, told what to do over a pipe (Chrome DevTools Protocol), as a person would.

What is pressed or filled is found by its role and accessible name, so that whoever cannot see
the page finds it too.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import orjson

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OPTIONS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-extensions", "--disable-background-networking"),
    *("--force-color-profile=srgb", "--hide-scrollbars", "--remote-debugging-pipe"),
)
WITHIN_S = 30.0
POLL_S = 0.03
MESSAGE_BYTES = 2**26
WIDE, PHONE = (1440, 900), (390, 844)
KEYS = {"Enter": 13, "Tab": 9, "Escape": 27, " ": 32, "ArrowDown": 40, "ArrowUp": 38}

Answer = dict[str, Any]
T = TypeVar("T")


@dataclass
class Pipe:
    """Commands and their answers; what happens meanwhile is kept."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    happened: list[Answer] = field(default_factory=list)
    _waiting: dict[int, asyncio.Future[Answer]] = field(default_factory=dict)
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    async def call(self, method: str, session: str | None = None, **given: Any) -> Answer:
        """Raises AssertionError where the browser refuses."""
        id = next(self._ids)
        told: Answer = {"id": id, "method": method, "params": given}
        self._waiting[id] = asyncio.get_running_loop().create_future()
        self.writer.write(orjson.dumps(told | ({"sessionId": session} if session else {})) + b"\0")
        try:
            async with asyncio.timeout(WITHIN_S):
                answer = await self._waiting[id]
        except TimeoutError:
            raise AssertionError(f"{method} {given} is not answered") from None
        assert "error" not in answer, f"{method}: {answer['error']}"
        result: Answer = answer["result"]
        return result

    def _settle(self, said: Answer) -> None:
        """Whoever asked may have stopped waiting."""
        waits = self._waiting.pop(said["id"])
        if not waits.done():
            waits.set_result(said)

    async def listen(self) -> None:
        with suppress(asyncio.IncompleteReadError):
            while True:
                said = orjson.loads((await self.reader.readuntil(b"\0"))[:-1])
                if "id" in said:
                    self._settle(said)
                else:
                    self.happened.append(said)


@dataclass
class Tab:
    """One page in a window of its own."""

    pipe: Pipe
    session: str

    async def call(self, method: str, **given: Any) -> Answer:
        return await self.pipe.call(method, self.session, **given)

    async def opens(self, url: str, size: tuple[int, int] = WIDE) -> None:
        width, height = size
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=size == PHONE,
        )
        await self.call("Page.navigate", url=url)
        await self.until("document.readyState === 'complete'")

    async def value(self, script: str) -> Any:
        """What an expression comes to, awaited."""
        asked = {"expression": script, "awaitPromise": True, "returnByValue": True}
        told = await self.call("Runtime.evaluate", **asked)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    async def shows(self, text: str) -> None:
        """Waits for a text."""
        await self.until(f"document.body?.innerText.includes({_quoted(text)})")

    async def hides(self, text: str) -> None:
        """Waits until it is gone."""
        await self.until(f"!document.body?.innerText.includes({_quoted(text)})")

    async def until(self, script: str) -> None:
        await self._patiently(lambda: self.value(script), f"never came true: {script}")

    async def press(self, role: str, name: str) -> None:
        """A click in the middle of it, once it is there, stands still and would be hit."""
        node = await self._found(role, name)
        x, y = await self._patiently(lambda: self._middle(node), f"{role} {name!r} cannot be hit")
        at = {"x": x, "y": y, "button": "left", "clickCount": 1}
        await self.call("Input.dispatchMouseEvent", type="mousePressed", **at)
        await self.call("Input.dispatchMouseEvent", type="mouseReleased", **at)

    async def fill(self, role: str, name: str, text: str) -> None:
        """Types over whatever stands there."""
        node = await self._found(role, name)
        await self.call("DOM.focus", backendNodeId=node)
        await self.value("document.activeElement.select()")
        await self.call("Input.insertText", text=text)

    async def choose(self, name: str, value: str) -> None:
        """An option of a list, by its value."""
        its = await self.call("DOM.resolveNode", backendNodeId=await self._found("combobox", name))
        chooses = (
            f"function() {{ this.value = {_quoted(value)};"
            " this.dispatchEvent(new Event('input', {bubbles: true}));"
            " this.dispatchEvent(new Event('change', {bubbles: true})); }"
        )
        id = its["object"]["objectId"]
        await self.call("Runtime.callFunctionOn", objectId=id, functionDeclaration=chooses)

    async def give(self, name: str, *files: Path) -> None:
        """Files to the input of this name."""
        node = await self._found("button", name)
        await self.call(
            "DOM.setFileInputFiles", files=[str(it) for it in files], backendNodeId=node
        )

    async def key(self, name: str) -> None:
        its = {"key": name, "windowsVirtualKeyCode": KEYS[name], "code": name}
        text = {"Enter": "\r", " ": " "}.get(name)
        await self.call("Input.dispatchKeyEvent", type="keyDown", **its, **_given(text=text))
        await self.call("Input.dispatchKeyEvent", type="keyUp", **its)

    async def finds(self, role: str, name: str) -> bool:
        return await self._node(role, name) is not None

    @property
    def faults(self) -> list[str]:
        """Exceptions that nobody caught, and what the page's policy blocked."""
        its = [it for it in self.pipe.happened if it.get("sessionId") == self.session]
        thrown = [it["params"] for it in its if it["method"] == "Runtime.exceptionThrown"]
        logged = [it["params"]["entry"] for it in its if it["method"] == "Log.entryAdded"]
        said = [it["text"] for it in logged if it["source"] in ("security", "javascript")]
        return [str(it["exceptionDetails"]) for it in thrown] + said

    async def _found(self, role: str, name: str) -> int:
        return await self._patiently(lambda: self._node(role, name), f"there is no {role} {name!r}")

    async def _middle(self, node: int) -> tuple[float, float] | None:
        """Where it stands, or None where it moved meanwhile, or lies under something else."""
        before = await self._quads(node)
        await asyncio.sleep(POLL_S)
        after = await self._quads(node)
        (left, top, *_, right, bottom, _, _), *_ = after
        x, y = (left + right) / 2, (top + bottom) / 2
        return (x, y) if before == after and await self._is_hit(node, x, y) else None

    async def _quads(self, node: int) -> list[list[float]]:
        await self.call("DOM.scrollIntoViewIfNeeded", backendNodeId=node)
        found = await self.call("DOM.getContentQuads", backendNodeId=node)
        quads: list[list[float]] = found["quads"]
        return quads

    async def _is_hit(self, node: int, x: float, y: float) -> bool:
        its = await self.call("DOM.resolveNode", backendNodeId=node)
        hits = (
            f"function() {{ const hit = document.elementFromPoint({x}, {y});"
            " return hit !== null && (this.contains(hit) || hit.contains(this)); }"
        )
        told = await self.call(
            "Runtime.callFunctionOn",
            objectId=its["object"]["objectId"],
            functionDeclaration=hits,
            returnByValue=True,
        )
        return bool(told["result"]["value"])

    async def _patiently(self, ask: Callable[[], Awaitable[T | None]], never: str) -> T:
        """The first answer that is one. Raises AssertionError with what the page says instead."""
        loop = asyncio.get_running_loop()
        until_s = loop.time() + WITHIN_S
        while not (answer := await ask()):
            if loop.time() > until_s:
                seen = await self.value("document.body?.innerText")
                raise AssertionError(f"{never}; the page says: {seen}")
            await asyncio.sleep(POLL_S)
        return answer

    async def _node(self, role: str, name: str) -> int | None:
        """The first that can be reached: what a dialog covers, or is disabled, cannot."""
        root = await self.call("DOM.getDocument", depth=0)
        nodes = await self.call("Accessibility.queryAXTree", nodeId=root["root"]["nodeId"])
        found = (it for it in nodes["nodes"] if _named(it) == (role, name) and not _disabled(it))
        return next((it["backendDOMNodeId"] for it in found), None)


def _named(node: Answer) -> tuple[str, str] | None:
    """What it is and what it is called; None for what is not there for anybody."""
    if node["ignored"]:
        return None
    return node["role"]["value"], node.get("name", {}).get("value", "")


def _disabled(node: Answer) -> bool:
    told = {it["name"]: it["value"].get("value") for it in node.get("properties", [])}
    return bool(told.get("disabled"))


def _given(**said: Any) -> Answer:
    return {name: it for name, it in said.items() if it is not None}


def _quoted(text: str) -> str:
    return orjson.dumps(text).decode()


@asynccontextmanager
async def browsing(folder: Path) -> AsyncIterator[Tab]:
    """A browser with one window, its profile in the folder; it ends with this."""
    assert CHROMIUM is not None, "there is a browser"
    (theirs_in, ours_out), (ours_in, theirs_out) = os.pipe(), os.pipe()
    argv = (CHROMIUM, *OPTIONS, f"--user-data-dir={folder}")
    run = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'
    with (folder.parent / "browser.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *("bash", "-c", run, "bash", *argv),
            pass_fds=(theirs_in, theirs_out),
            stdout=log,
            stderr=log,
        )
    os.close(theirs_in)
    os.close(theirs_out)
    pipe = await _piped(ours_in, ours_out)
    listening = asyncio.create_task(pipe.listen())
    try:
        yield await _window(pipe)
    finally:
        await pipe.call("Browser.close")
        await process.wait()
        await listening
        pipe.writer.close()


async def _window(pipe: Pipe) -> Tab:
    target = await pipe.call("Target.createTarget", url="about:blank")
    its = await pipe.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
    tab = Tab(pipe, its["sessionId"])
    for it in ("Page", "Runtime", "DOM", "Log", "Accessibility"):
        await tab.call(f"{it}.enable")
    still = {"name": "prefers-reduced-motion", "value": "reduce"}
    await tab.call("Emulation.setEmulatedMedia", features=[still])
    return tab


async def _piped(ours_in: int, ours_out: int) -> Pipe:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(MESSAGE_BYTES)
    await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(ours_in, "rb", 0)
    )
    transport, protocol = await loop.connect_write_pipe(
        asyncio.streams.FlowControlMixin, os.fdopen(ours_out, "wb", 0)
    )
    return Pipe(reader, asyncio.StreamWriter(transport, protocol, None, loop))
