# SPDX-License-Identifier: GPL-3.0-or-later
"""A headless Chromium through chromedriver's WebDriver protocol, with nothing but the standard
library."""
import base64
import json
import socket
import subprocess
import time
import urllib.error
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Browser:
    def __init__(self, width, height, extra=(), downloads=None):
        self.port = free_port()
        self.driver = subprocess.Popen(
            ["chromedriver", f"--port={self.port}", "--silent"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait_for_driver()
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                     "--disable-dev-shm-usage", f"--window-size={width},{height}", *extra]
        options = {"args": arguments}
        if downloads:
            options["prefs"] = {
                "download.default_directory": downloads,
                "profile.default_content_setting_values.automatic_downloads": 1}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options,
                  "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        answer = self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = f"/session/{answer['sessionId']}"
        self.devtools("Emulation.setDeviceMetricsOverride",
                      {"width": width, "height": height, "deviceScaleFactor": 1,
                       "mobile": width < 600})

    def wait_for_driver(self):
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/status", timeout=1)
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise SystemExit("chromedriver does not answer")

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=90) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()[:2000]) from error

    def open(self, url):
        self.call("POST", f"{self.session}/url", {"url": url})

    def run(self, script, *arguments):
        return self.call("POST", f"{self.session}/execute/sync",
                         {"script": script, "args": list(arguments)})

    def wait(self, script):
        """Runs a script that calls its last argument when it is done."""
        return self.call("POST", f"{self.session}/execute/async", {"script": script, "args": []})

    def devtools(self, command, parameters):
        return self.call("POST", f"{self.session}/goog/cdp/execute",
                         {"cmd": command, "params": parameters})

    def pointer(self, *moves):
        """("move", x, y), ("down",), ("up",) in turn."""
        actions = []
        for what, *where in moves:
            if what == "move":
                actions.append({"type": "pointerMove", "duration": 0, "x": round(where[0]),
                                "y": round(where[1])})
            else:
                actions.append({"type": f"pointer{what.capitalize()}", "button": 0})
        self.call("POST", f"{self.session}/actions", {"actions": [
            {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"},
             "actions": actions}]})

    def keys(self, text):
        actions = []
        for key in text:
            actions += [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.call("POST", f"{self.session}/actions",
                  {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def log(self, kind):
        return self.call("POST", f"{self.session}/se/log", {"type": kind})

    def screenshot(self, path, full=False):
        parameters = {"format": "png", "captureBeyondViewport": full}
        picture = self.devtools("Page.captureScreenshot", parameters)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(picture))

    def print_pdf(self, path):
        pdf = self.devtools("Page.printToPDF", {"preferCSSPageSize": True,
                                                "printBackground": True})["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(pdf))

    def close(self):
        try:
            self.call("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait(10)
