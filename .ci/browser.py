"""Drives a headless Chromium without network through chromedriver, with nothing but the standard library."""

import base64
import json
import socket
import subprocess
import time
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
# As WebDriver writes keys that are no characters.
KEYS = {
    "Enter": "\ue007", "Escape": "\ue00c", "PageUp": "\ue00e", "PageDown": "\ue00f", "End": "\ue010", "Home": "\ue011",
    "Left": "\ue012", "Up": "\ue013", "Right": "\ue014", "Down": "\ue015", "Space": " ", "Tab": "\ue004",
    "Backspace": "\ue003", "F1": "\ue031", "Shift": "\ue008", "Control": "\ue009",
}


class Browser:
    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self.driver = subprocess.Popen(
            ["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.session = None
        for _ in range(100):
            try:
                if self._send("GET", "/status")["ready"]:
                    break
            except OSError:
                time.sleep(0.1)
        options = {
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking", "--no-first-run",
                "--disable-component-update", "--disable-sync", "--no-default-browser-check",
            ],
        }
        wanted = {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }
        answer = self._send("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = f"/session/{answer['sessionId']}"

    def _send(self, method, path, body=None):
        request = urllib.request.Request(
            self.base + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"].splitlines()[0]) from None

    def call(self, path, body=None, method="POST"):
        return self._send(method, self.session + path, {} if body is None and method == "POST" else body)

    def quit(self):
        if self.session:
            self._send("DELETE", self.session)
        self.driver.terminate()
        self.driver.wait()

    def open(self, url):
        self.call("/url", {"url": url})

    def run(self, script, *arguments):
        return self.call("/execute/sync", {"script": script, "args": list(arguments)})

    def devtools(self, command, **parameters):
        return self.call("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def log(self, kind):
        return self.call("/se/log", {"type": kind})

    def size(self, width, height, touch=False):
        self.devtools(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=touch
        )
        self.devtools("Emulation.setTouchEmulationEnabled", enabled=touch)

    def press(self, *keys):
        """Presses the keys one after the other; `Shift+Space` holds the first."""
        actions = []
        for key in keys:
            *held, last = key.split("+") if len(key) > 1 else [key]
            codes = [KEYS.get(one, one) for one in (*held, last)]
            actions += [{"type": "keyDown", "value": code} for code in codes]
            actions += [{"type": "keyUp", "value": code} for code in reversed(codes)]
        self.call("/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def mouse(self, *steps):
        """`("move", x, y)`, `("down",)`, `("up",)`."""
        actions = []
        for step in steps:
            if step[0] == "move":
                actions.append(
                    {"type": "pointerMove", "x": round(step[1]), "y": round(step[2]), "duration": 40, "origin": "viewport"}
                )
            else:
                actions.append({"type": "pointerDown" if step[0] == "down" else "pointerUp", "button": 0})
        self.call(
            "/actions",
            {"actions": [{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions}]},
        )

    def click(self, x, y):
        self.mouse(("move", x, y), ("down",), ("up",))

    def wheel(self, x, y, by):
        action = {"type": "scroll", "x": round(x), "y": round(y), "deltaX": 0, "deltaY": by, "origin": "viewport"}
        self.call("/actions", {"actions": [{"type": "wheel", "id": "wheel", "actions": [action]}]})

    def touch(self, *moves):
        """Each move is a list of the fingers' points; the last lifts them."""
        for index, points in enumerate(moves):
            kind = "touchStart" if index == 0 else "touchMove"
            self.devtools(
                "Input.dispatchTouchEvent",
                type=kind,
                touchPoints=[{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)],
            )
        self.devtools("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("/screenshot", method="GET", body=None)))

    def pdf(self, path, **parameters):
        answer = self.devtools("Page.printToPDF", printBackground=True, preferCSSPageSize=True, **parameters)
        with open(path, "wb") as file:
            file.write(base64.b64decode(answer["data"]))

    def wait(self, script, seconds=5.0):
        """Until the script returns something true; returns it."""
        end = time.monotonic() + seconds
        while True:
            value = self.run(script)
            if value or time.monotonic() > end:
                return value
            time.sleep(0.05)
