"""Drives headless Chromium through its debugging pipe (Chrome DevTools Protocol): no package, no port, no network."""
import json
import os
import subprocess
import tempfile


class Page:
    def __init__(self, browser, url):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        down_read, self.down = os.pipe()
        self.up, up_write = os.pipe()
        self.process = subprocess.Popen(
            ["sh", "-c", f'exec "$@" 3<&{down_read} 4>&{up_write}', "sh",
             browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars", "--remote-debugging-pipe",
             "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + self.profile.name, "--window-size=1200,900", "about:blank"],
            pass_fds=(down_read, up_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(down_read), os.close(up_write)
        self.buffer, self.number, self.events, self.session = b"", 0, [], None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")
        self.open(url)

    def open(self, url):
        self.call("Page.navigate", url=url)
        while not any(e["method"] == "Page.loadEventFired" for e in self.events):
            self.read()
        self.loaded = [e for e in self.events if e["method"] != "Page.loadEventFired"]
        self.events = list(self.loaded)
        self.run("new Promise(r => setTimeout(r, 50))")

    def read(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.up, 1 << 20)
            if not piece:
                raise EOFError("Chromium ended")
            self.buffer += piece
        line, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(line)
        if "method" in message:
            self.events.append(message)
        return message

    def call(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.down, data):]
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(method + ": " + answer["error"]["message"])
                return answer["result"]

    def run(self, code):
        """The value of a JavaScript expression."""
        answer = self.call("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(code + ": " + json.dumps(answer["exceptionDetails"].get("exception", {}).get("description", "")))
        return answer["result"].get("value")

    def key(self, name, times=1, text=None, modifiers=0):
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, "PageUp": 33, "PageDown": 34, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowUp": 38,
                 "ArrowRight": 39, "ArrowDown": 40, " ": 32}
        for _ in range(times):
            down = {"type": "keyDown" if text else "rawKeyDown", "key": name, "modifiers": modifiers, "windowsVirtualKeyCode": codes.get(name, ord(name[0]))}
            if text:
                down["text"] = text
            self.call("Input.dispatchKeyEvent", **down)
            self.call("Input.dispatchKeyEvent", **dict(down, type="keyUp"))

    def mouse(self, kind, x, y):
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)

    def complaints(self):
        """Everything on the console and every exception."""
        return [json.dumps(e["params"])[:400] for e in self.events
                if e["method"] in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded", "Page.javascriptDialogOpening")]

    def requests(self):
        return [e["params"]["request"]["url"] for e in self.events if e["method"] == "Network.requestWillBeSent"]

    def close(self):
        os.close(self.down), os.close(self.up)
        self.process.kill()
        self.process.wait()
        self.profile.cleanup()
