"""A strict OAuth 1.0a server for the tests: oauthlib on a free loopback port.

Reads its configuration as one JSON line on standard input, prints {"origin"} as one line when it answers, and ends when
standard input is closed, so that no test leaves it behind. Needs oauthlib (Debian: python3-oauthlib) and, for RSA-SHA1,
PyJWT with cryptography.

  clients   {client key: {"secret": text, "rsaKey": PEM of the public key}}
  tokens    {token: secret} that exist from the start, for tokens that are typed in
  methods   the signature methods that are accepted

  POST /request_token, GET and POST /authorize, POST /access_token, and anything under /api, which is protected
  GET  /test/requests   every request so far to the protocol's endpoints and /api: path, status, Authorization, body
  POST /test/settings   {"confirm": false} leaves oauth_callback_confirmed out; {"sendBack": text} names another token
"""

import html
import json
import secrets
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from oauthlib.oauth1 import RequestValidator, WebApplicationServer
from oauthlib.oauth1.rfc5849 import errors

config = json.loads(sys.stdin.readline())
clients = config["clients"]
methods = tuple(config.get("methods", ["HMAC-SHA1"]))
temporary = {}
tokens = {token: {"secret": secret, "client": None} for token, secret in config.get("tokens", {}).items()}
nonces = set()
seen = []
settings = {"confirm": True, "sendBack": None}


class Validator(RequestValidator):
    """Everything that RFC 5849 asks of a server; identifiers are compared whole."""

    enforce_ssl = False
    allowed_signature_methods = methods
    client_key_length = (3, 60)
    access_token_length = request_token_length = (3, 60)
    nonce_length = (8, 60)
    verifier_length = (3, 60)
    realms = ["accounts"]
    dummy_client = "dummy-client"
    dummy_request_token = dummy_access_token = "dummy-token"

    def check_client_key(self, client_key):
        return bool(client_key)

    def check_request_token(self, request_token):
        return bool(request_token)

    def check_access_token(self, request_token):
        return bool(request_token)

    def check_nonce(self, nonce):
        return 8 <= len(nonce) <= 60

    def validate_timestamp_and_nonce(self, client_key, timestamp, nonce, request, request_token=None, access_token=None):
        # A nonce is good once, whatever else the request says (RFC 5849 section 3.3).
        key = (client_key, timestamp, nonce)
        if key in nonces:
            return False
        nonces.add(key)
        return True

    def validate_client_key(self, client_key, request):
        return client_key in clients

    def validate_request_token(self, client_key, token, request):
        return token in temporary and temporary[token]["client"] == client_key

    def validate_access_token(self, client_key, token, request):
        return token in tokens and tokens[token]["client"] in (None, client_key)

    def validate_redirect_uri(self, client_key, redirect_uri, request):
        return redirect_uri.startswith("http://127.0.0.1:")

    def validate_requested_realms(self, client_key, realms, request):
        return all(realm in self.realms for realm in realms)

    def validate_realms(self, client_key, token, request, uri=None, realms=None):
        return True

    def validate_verifier(self, client_key, token, verifier, request):
        return secrets.compare_digest(temporary[token].get("verifier") or "", verifier)

    def verify_request_token(self, token, request):
        return token in temporary

    def get_client_secret(self, client_key, request):
        return clients.get(client_key, {}).get("secret", "dummy-secret")

    def get_request_token_secret(self, client_key, token, request):
        return temporary.get(token, {}).get("secret", "dummy-secret")

    def get_access_token_secret(self, client_key, token, request):
        return tokens.get(token, {}).get("secret", "dummy-secret")

    def get_rsa_key(self, client_key, request):
        return clients.get(client_key, {}).get("rsaKey", "")

    def get_default_realms(self, client_key, request):
        return []

    def get_realms(self, token, request):
        return temporary[token]["realms"]

    def get_redirect_uri(self, token, request):
        return temporary[token]["callback"]

    def save_request_token(self, token, request):
        temporary[token["oauth_token"]] = {
            "secret": token["oauth_token_secret"],
            "client": request.client_key,
            "callback": request.redirect_uri,
            "realms": request.realms,
        }

    def save_verifier(self, token, verifier, request):
        temporary[token]["verifier"] = verifier["oauth_verifier"]

    def save_access_token(self, token, request):
        tokens[token["oauth_token"]] = {"secret": token["oauth_token_secret"], "client": request.client_key}

    def invalidate_request_token(self, client_key, request_token, request):
        del temporary[request_token]


server = WebApplicationServer(Validator())
lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body="", headers=None):
        content = body.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "text/plain", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def json(self, status, value):
        self.answer(status, json.dumps(value), {"Content-Type": "application/json"})

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        path = urlsplit(self.path).path
        with lock:
            if path.startswith("/test/"):
                return self.control(path, body)
            if path == "/authorize":
                return self.authorize(body)
            uri = f"http://{self.headers['Host']}{self.path}"
            headers = {name.title(): value for name, value in self.headers.items()}
            entry = {"path": self.path, "method": self.command, "authorization": headers.get("Authorization", ""), "body": body}
            seen.append(entry)
            # oauthlib takes a body for a form only where its type says so (section 3.4.1.3.1).
            signed = body if "x-www-form-urlencoded" in headers.get("Content-Type", "") else ""
            if path == "/request_token":
                reply = server.create_request_token_response(uri, self.command, signed, headers)
                reply = self.unconfirmed(reply)
            elif path == "/access_token":
                extra = {"user_id": "u-17", "screen_name": "alice"}
                reply = server.create_access_token_response(uri, self.command, signed, headers, extra)
            else:
                valid, _ = server.validate_protected_resource_request(uri, self.command, signed, headers, ["accounts"])
                known = {"name": "Alice", "path": self.path} if valid else {"error": "signature"}
                reply = ({"Content-Type": "application/json"}, json.dumps(known), 200 if valid else 401)
            entry["status"] = reply[2]
        self.answer(reply[2], reply[1] or "", reply[0])

    def unconfirmed(self, reply):
        if settings["confirm"]:
            return reply
        fields = {name: values[0] for name, values in parse_qs(reply[1]).items() if name != "oauth_callback_confirmed"}
        return (reply[0], urlencode(fields), reply[2])

    def authorize(self, body):
        query = urlsplit(self.path).query
        token = parse_qs(query or body).get("oauth_token", [""])[0]
        if token not in temporary:
            return self.answer(400, "no such token")
        if self.command == "GET":
            page = (
                f'<form method="post" action="/authorize"><input type="hidden" name="oauth_token" value="{html.escape(token)}">'
                '<button name="decision" value="allow">Allow</button></form>'
            )
            return self.answer(200, page, {"Content-Type": "text/html"})
        if parse_qs(body).get("decision") == ["deny"]:
            back = temporary.pop(token)["callback"]
            return self.answer(302, "", {"Location": f"{back}?{urlencode({'denied': token})}"})
        uri = f"http://{self.headers['Host']}/authorize?{urlencode({'oauth_token': token})}"
        headers, content, status = server.create_authorization_response(uri, "GET", "", {}, realms=[])
        if settings["sendBack"]:
            headers["Location"] = headers["Location"].replace(token, settings["sendBack"])
        return self.answer(status, content or "", headers)

    def control(self, path, body):
        if path == "/test/requests":
            return self.json(200, seen)
        if path == "/test/settings":
            settings.update(json.loads(body))
            return self.json(200, settings)
        return self.json(404, {})

    def do_GET(self):
        try:
            self.handle_any()
        except errors.OAuth1Error as error:
            self.answer(error.status_code, error.urlencoded)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET


listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
listener.daemon_threads = True
threading.Thread(target=listener.serve_forever, daemon=True).start()
print(json.dumps({"origin": f"http://127.0.0.1:{listener.server_port}"}), flush=True)
sys.stdin.read()
