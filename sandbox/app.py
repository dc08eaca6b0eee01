"""The application: finds who answers a question, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sandbox import api, exchange, pages, switch_form, switches, talk_forms
from sandbox.exchange import Answer, Environ, Question, Refusal, StartResponse
from sandbox.hooks import Messenger
from sandbox.store import Store

_STATIC = Path(__file__).parent / "static"
_PREFIX = "/sandbox/"


class Application:
    """A WSGI application over one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._messenger = Messenger(store)
        self._messenger.wake()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one question; a refusal is an answer too."""
        try:
            question = exchange.read(environ)
            answer = self._answer(question)
        except Refusal as refusal:
            answer = refusal.answer
        if environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            self._messenger.wake()
        return exchange.write(answer, start_response)

    def _answer(self, question: Question) -> Answer:
        if question.path.startswith("/sandbox/api/"):
            return api.answer(self._store, question)
        if question.method == "POST":
            return self._form(question)
        if question.method not in ("GET", "HEAD"):
            raise Refusal(405, "method_not_allowed", "Read or send, nothing else.")
        return self._page(question)

    def _form(self, question: Question) -> Answer:
        """A form of our pages. Another site's page may not send it."""
        if question.path not in ("/sandbox/switches", "/sandbox/act"):
            raise Refusal(404, "not_found", "There is no such form.")
        if question.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise Refusal(403, "cross_site", "Forms are sent from our own pages.")
        if question.path == "/sandbox/act":
            return talk_forms.act(self._store, question)
        fields = question.form()
        account = api.switch_account(self._store, fields)
        if fields.get("off"):
            switches.turn_off(self._store, account.id, switch_form.kind_of(fields))
        else:
            switches.turn_on(self._store, account.id, switch_form.read(fields))
        return exchange.see_other("/sandbox/switches")

    def _page(self, question: Question) -> Answer:
        path = question.path.removeprefix(_PREFIX)
        if question.path in ("/", "/sandbox"):
            return exchange.see_other(_PREFIX)
        fixed = {
            "": lambda: exchange.page(pages.index(self._store)),
            "switches": lambda: exchange.page(pages.switchboard(self._store)),
            "healthz": lambda: Answer(body=b"ok"),
            "static/sandbox.css": lambda: _file("sandbox.css", "text/css; charset=utf-8"),
            "static/icon.svg": lambda: _file("icon.svg", "image/svg+xml"),
        }.get(path)
        if question.path.startswith(_PREFIX) and fixed:
            return fixed()
        if path.startswith("media/"):
            return self._picture(path.removeprefix("media/"))
        return self._of_account(path)

    def _of_account(self, path: str) -> Answer:
        handle, _, name = path.removeprefix("@").partition("/")
        account = self._store.account_by_handle(handle) if path.startswith("@") else None
        if account is None:
            return exchange.page(pages.missing(), 404)
        if not name:
            return exchange.page(pages.timeline(self._store, account, self._store.posts(account.id)))
        post = self._store.post(account.id, name)
        if post is None:
            return exchange.page(pages.missing(), 404)
        return exchange.page(pages.post(self._store, account, post))

    def _picture(self, name: str) -> Answer:
        found = self._store.picture(name)
        if found is None:
            return exchange.page(pages.missing(), 404)
        forever = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Answer(200, found[1], found[0], forever)


def _file(name: str, kind: str) -> Answer:
    hour = {"Cache-Control": "public, max-age=3600"}
    return Answer(200, (_STATIC / name).read_bytes(), kind, hour)
