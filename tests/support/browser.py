"""A headless Chromium that tests drive by its protocol, over two pipes, and a server of files for it."""

import base64
import fcntl
import json
import os
import shutil
import signal
import threading
import time
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WORDS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--remote-debugging-pipe",
)


class Browser:
    """One page of a Chromium that listens on one pipe and answers on another."""

    def __init__(self, to_it, from_it):
        self._to_it, self._from_it, self._number, self._session = to_it, from_it, 0, None
        self.problems = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Runtime.enable")
        self.call("Page.enable")

    def call(self, method, **parameters):
        """Ask something of the browser; what it answers. Exceptions on the page are collected in `problems`."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._to_it.write(json.dumps(message).encode() + b"\0")
        self._to_it.flush()
        while True:
            answer = self._read()
            if answer.get("method") == "Runtime.exceptionThrown":
                self.problems.append(answer["params"]["exceptionDetails"])
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def _read(self):
        text = bytearray()
        while (byte := self._from_it.read(1)) != b"\0":
            assert byte, "the browser has gone"
            text += byte
        return json.loads(text)

    def size(self, width, height, dark=False):
        """Give the page a size and a colour scheme."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def open(self, address):
        """Go to an address."""
        self.call("Page.navigate", url=address)

    def value(self, script):
        """What an expression is on the page, awaited; as JSON."""
        found = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def wait(self, condition, seconds=60):
        """Wait until an expression is true on the page."""
        end = time.monotonic() + seconds
        while not self.value(condition):
            assert time.monotonic() < end, f"not within {seconds} s: {condition}; the page says {self.value(PAGE_TEXT)}"
            time.sleep(0.05)

    def type(self, text):
        """Type a text where the focus is."""
        self.call("Input.insertText", text=text)

    def press(self, key, code):
        """Press a key that has this code, and let it go."""
        text = "\r" if key == "Enter" else ""
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, text=text)

    def picture(self, file):
        """Write a PNG of what is in sight."""
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))


PAGE_TEXT = "document.body.innerText"


@contextmanager
def browser(folder):
    """A browser with its files in a folder; it has ended after the block."""
    its_input, to_it = _pipe()
    from_it, its_output = _pipe()
    places = [(os.POSIX_SPAWN_DUP2, its_input, 3), (os.POSIX_SPAWN_DUP2, its_output, 4)]
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    words = [CHROMIUM, *WORDS, f"--user-data-dir={folder}/profile"]
    process = os.posix_spawn(CHROMIUM, words, os.environ, file_actions=[*places, *silent])
    os.close(its_input)
    os.close(its_output)
    with open(to_it, "wb") as writing, open(from_it, "rb") as reading:
        try:
            yield Browser(writing, reading)
        finally:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


def _pipe():
    """A pipe whose ends are none of the numbers that the browser uses."""
    ends = []
    for end in os.pipe():
        ends.append(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10))
        os.close(end)
    return ends


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextmanager
def served(folder):
    """The address at which the files in a folder are served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
