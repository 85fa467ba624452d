"""A service on a folder of its own, for the length of a measurement."""
import http.client
import http.cookiejar
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request


class Service:
    """`kynang up` on an empty folder, stopped and removed at the end of a `with`."""

    def __init__(self, program, arguments):
        self.program = os.path.abspath(program)
        self.arguments = arguments
        self.folder = tempfile.mkdtemp(prefix="kynang-bench-")
        # Under root the database runs as another user, who must pass through.
        os.chmod(self.folder, 0o711)
        self.sign_ins = {}

    def __enter__(self):
        home = f"{self.folder}/home"
        os.mkdir(home)
        environment = dict(
            os.environ, HOME=home, XDG_CONFIG_HOME=f"{home}/.config", KYNANG_LANGUAGE="en")
        self.output = f"{self.folder}/out"
        began = time.monotonic()
        with open(self.output, "wb") as out, open(f"{self.folder}/log", "wb") as log:
            self.process = subprocess.Popen(
                [self.program, "up", "--data", f"{self.folder}/data", "--port", "0",
                 *self.arguments],
                stdin=subprocess.DEVNULL, stdout=out, stderr=log, env=environment)
        try:
            self._wait_until_it_listens(began + 180)
        except BaseException:
            self.__exit__()
            raise
        self.seconds_to_start = time.monotonic() - began
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait_until_it_listens(self, deadline):
        while time.monotonic() < deadline:
            with open(self.output, encoding="utf-8") as file:
                text = file.read()
            address = re.search(r"http://([0-9.]+):(\d+)", text)
            if address and ("employee@demo" in text or "--empty" in self.arguments):
                self.host, self.port = address[1], int(address[2])
                for login, password in re.findall(r"^(\w+)@demo\.kynang +(\S+)", text, re.M):
                    self.sign_ins[login] = password
                return
            if self.process.poll() is not None:
                raise SystemExit(f"the service ended with {self.process.returncode}")
            time.sleep(0.05)
        raise SystemExit("the service did not listen within 3 minutes")

    @property
    def url(self):
        return f"http://{self.host}:{self.port}"

    @property
    def postmaster(self):
        with open(f"{self.folder}/data/database/server/postmaster.pid", encoding="ascii") as file:
            return int(file.readline())

    def token(self, who):
        answer = self.post(
            "/v1/access-token", None,
            {"login": f"{who}@demo.kynang", "password": self.sign_ins[who], "label": "bench"})
        return json.loads(answer)["token"]

    def post(self, path, token, body):
        return self.timed("POST", path, self.bearer(token), json.dumps(body))[1]

    @staticmethod
    def bearer(token):
        return {"Authorization": f"Bearer {token}"} if token else {}

    def timed(self, method, path, headers, body=None):
        """Seconds until the last byte, and the body; any answer but success ends the program."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=900)
        connection.connect()
        headers = dict(headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
        began = time.monotonic()
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        took = time.monotonic() - began
        connection.close()
        if not 200 <= answer.status < 300:
            raise SystemExit(f"{method} {path.split('?')[0]} answered {answer.status}: "
                             f"{content[:300].decode('utf-8', 'replace')}")
        return took, content

    def cookie(self, who):
        """The cookies of somebody who signed in on the page."""
        jar = http.cookiejar.CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        with opener.open(f"{self.url}/sign-in", timeout=30) as page:
            csrf = re.search(r'name="csrf" value="([^"]+)"', page.read().decode())[1]
        form = {"csrf": csrf, "login": f"{who}@demo.kynang", "password": self.sign_ins[who],
                "next": "/"}
        opener.open(
            f"{self.url}/sign-in", urllib.parse.urlencode(form).encode(), timeout=30).close()
        return {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)}
