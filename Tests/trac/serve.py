#!/usr/bin/env python3
"""Serve one Trac environment on loopback, as tracd does, with an access log.

    serve.py ENVIRONMENT HTPASSWD ACCESS_LOG [--port PORT] [--port-file FILE]

The server is Trac's own (the classes behind tracd: a thread per connection, HTTP/1.1). Every
request adds exactly one line to the access log before the first byte of its answer is sent, so a
client that has its answer finds the line in the log. A line has five fields, parted by one tab:

    arrival (Unix seconds)   method   path and query as sent   status   user or "-"

The user is the name signed in with at /login; the trac_auth cookie carries it from there.
SIGTERM and SIGINT end the server with exit code 0.
"""

import argparse
import os
import re
import signal
import sys
import threading
import time
from http.cookies import CookieError, SimpleCookie

from trac.web.auth import BasicAuthentication
from trac.web.main import dispatch_request
from trac.web.standalone import (
    AuthenticationMiddleware,
    TracEnvironMiddleware,
    TracHTTP11RequestHandler,
    TracHTTPServer,
)

SESSION_COOKIE = "trac_auth"


class AccessLog:
    """One line per request, flushed at once; safe to use from several threads."""

    def __init__(self, path):
        self._file = open(path, "a", encoding="utf-8")
        self._lock = threading.Lock()

    def add(self, arrival, method, target, status, user):
        line = f"{arrival:.6f}\t{method}\t{target}\t{status}\t{user}\n"
        with self._lock:
            self._file.write(line)
            self._file.flush()


class LoggedApplication:
    """A WSGI application that writes each request of another one to the access log."""

    def __init__(self, application, log):
        self._application = application
        self._log = log
        self._users = {}  # session cookie -> the user it was given to

    def __call__(self, environ, start_response):
        arrival = time.time()
        logged = False

        def add(status, headers=()):
            nonlocal logged
            if not logged:
                logged = True
                user = self._user(environ, headers)
                self._log.add(
                    arrival, environ["REQUEST_METHOD"], environ["sanbyo.target"], status, user)

        def start(status, headers, exc_info=None):
            add(status[:3], headers)
            return start_response(status, headers, exc_info)

        try:
            return self._application(environ, start)
        except Exception:
            add("500")
            raise

    def _user(self, environ, headers):
        name = environ.get("REMOTE_USER")
        if name:
            for key, value in headers:
                given = re.match(SESSION_COOKIE + r'="?([^";]+)', str(value))
                if key.lower() == "set-cookie" and given:
                    self._users[given.group(1)] = name
            return name
        try:
            held = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(SESSION_COOKIE)
        except CookieError:
            held = None
        return self._users.get(held.value, "-") if held else "-"


class Server(TracHTTPServer):
    # The default of 5 would drop connections when fifty users arrive together.
    request_queue_size = 256

    def __init__(self, address, application):
        super().__init__(address, application, None, [], use_http_11=True)
        self.RequestHandlerClass = Handler


class Handler(TracHTTP11RequestHandler):
    def setup_environ(self):
        environ = super().setup_environ()
        if environ:
            # The request target as it came; PATH_INFO is already decoded.
            environ["sanbyo.target"] = self.path
        return environ

    def log_message(self, format, *args):
        """The access log holds the requests; standard error stays for failures."""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("environment")
    parser.add_argument("htpasswd")
    parser.add_argument("access_log")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--port-file", help="the port is written here once it is open")
    return parser.parse_args()


def main():
    given = arguments()
    environment = os.path.abspath(given.environment)
    name = os.path.basename(environment)
    application = TracEnvironMiddleware(dispatch_request, None, [environment], True)
    passwords = BasicAuthentication(os.path.abspath(given.htpasswd), "trac")
    application = AuthenticationMiddleware(application, {name: passwords}, name)
    server = Server(
        ("127.0.0.1", given.port), LoggedApplication(application, AccessLog(given.access_log)))

    def stop(*_):
        # shutdown() waits for the loop to end, so it cannot be called on the loop's thread.
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    port = server.server_address[1]
    if given.port_file:
        partial = given.port_file + ".partial"
        with open(partial, "w", encoding="ascii") as file:
            file.write(f"{port}\n")
        os.rename(partial, given.port_file)
    print(f"Trac {environment} on http://127.0.0.1:{port}/", flush=True)
    server.serve_forever(poll_interval=0.1)
    server.server_close()


if __name__ == "__main__":
    sys.exit(main())
