"""A page on disk in; what a real browser makes of it, what it complains of and what it asks for, out.

Chromium is driven through its own debugging pipe, so that no library and no port is needed.
"""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

NAMES = ("chromium", "chromium-browser")
SECONDS_PER_REQUEST = 60
SECONDS_TO_SETTLE = 0.3
FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--hide-scrollbars",
    "--no-first-run",
)


class BrowserFault(AssertionError):
    """The browser refused, stopped or did not answer in time."""


@cache
def why_not() -> str:
    """Why no browser can be driven on this machine; empty where one can."""
    if not any(map(shutil.which, NAMES)):
        return "Chromium is not installed: run `make set-up` as root"
    return ""


@dataclass
class Seen:
    """What happened while a page was open: complaints on its console, and every address it asked for."""

    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


class Browser:
    """One running Chromium with one tab, from `with` to the end of it."""

    def __enter__(self) -> Self:
        """Start it, with a profile of its own."""
        self.folder = tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True)
        self.read, self.number, self.session, self.seen = b"", 0, "", Seen()
        self._start(next(found for name in NAMES if (found := shutil.which(name))))
        try:
            target = self.ask("Target.createTarget", url="about:blank")["targetId"]
            self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            for part in ("Page", "Network", "Log", "Runtime"):
                self.ask(f"{part}.enable")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it, and leave nothing behind."""
        self.stop()

    def _start(self, program: str) -> None:
        self.ours_in, theirs_out = os.pipe()
        theirs_in, self.ours_out = os.pipe()
        # As root, Chromium starts only without its sandbox; it opens nothing but pages of ours.
        flags = [*FLAGS, f"--user-data-dir={self.folder.name}", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        # It reads requests from 3 and answers on 4.
        joined = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'
        self.process = subprocess.Popen(
            ["bash", "-c", joined, "bash", program, *flags, "about:blank"],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)

    def stop(self) -> None:
        """Kill it, and take away its profile."""
        self.process.kill()
        self.process.wait()
        os.close(self.ours_in)
        os.close(self.ours_out)
        self.folder.cleanup()

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The browser's answer to one request; BrowserFault where it refuses."""
        self.number += 1
        session = {"sessionId": self.session} if self.session else {}
        request = {"id": self.number, "method": method, "params": parameters, **session}
        os.write(self.ours_out, json.dumps(request).encode() + b"\0")
        until = time.monotonic() + SECONDS_PER_REQUEST
        while True:
            message = self._message(until)
            if message.get("id") == self.number:
                if "error" in message:
                    raise BrowserFault(f"{method}: {message['error']['message']}")
                result: dict[str, Any] = message["result"]
                return result
            self._note(message)

    def _message(self, until: float) -> dict[str, Any]:
        while b"\0" not in self.read:
            if not select.select([self.ours_in], [], [], max(0.0, until - time.monotonic()))[0]:
                raise BrowserFault("The browser did not answer in time.")
            arrived = os.read(self.ours_in, 1 << 20)
            if not arrived:
                raise BrowserFault("The browser stopped.")
            self.read += arrived
        first, _, self.read = self.read.partition(b"\0")
        message: dict[str, Any] = json.loads(first)
        return message

    def _note(self, message: dict[str, Any]) -> None:
        about = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.seen.requests.append(about["request"]["url"])
            case "Log.entryAdded":
                self.seen.complaints.append(about["entry"]["text"])
            case "Runtime.consoleAPICalled" | "Runtime.exceptionThrown":
                self.seen.complaints.append(json.dumps(about))
            case _:
                pass

    def open(self, page: Path, width: int = 1280, height: int = 900) -> Seen:
        """Open a page in a window of that size, and say what happened."""
        self.seen = Seen()
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        # From an empty page, so that the same page with another #place is loaded afresh.
        for address in ("about:blank", page.resolve().as_uri()):
            self.ask("Page.navigate", url=address)
            while self.run("document.readyState") != "complete" or self.run("location.href") != address:
                time.sleep(SECONDS_TO_SETTLE / 10)
        time.sleep(SECONDS_TO_SETTLE)
        self.run("1")
        self.seen.requests = [url for url in self.seen.requests if url != "about:blank"]
        return self.seen

    def run(self, script: str) -> Any:
        """What a line of JavaScript comes to on the page."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in answer:
            raise BrowserFault(json.dumps(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def picture(self, *, whole: bool = False) -> bytes:
        """What the window shows, or the whole page, as PNG."""
        answer = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(answer["data"])

    def printed(self) -> bytes:
        """The page printed, as PDF, on the paper it asks for."""
        answer = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(answer["data"])
