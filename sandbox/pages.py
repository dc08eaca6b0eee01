"""The public pages as HTML: people's words are escaped here, at the only place where markup is
made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape

from sandbox import markup, switches, talk_pages
from sandbox.store import Account, Post, Store


def _layout(title: str, here: str, content: str) -> str:
    links = (("/sandbox/", "People"), ("/sandbox/switches", "Switches"))
    menu = "".join(
        f'<a href="{path}"{" aria-current=page" if path == here else ""}>{label}</a>' for path, label in links
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{escape(title)} · Sandbox</title>
<link rel="stylesheet" href="/sandbox/static/sandbox.css">
<link rel="icon" href="/sandbox/static/icon.svg" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header class="top"><a class="name" href="/sandbox/">Sandbox</a>
<nav aria-label="Main">{menu}</nav></header>
<main id="content">
{content}
</main>
<footer><p>A network to practise on. All is public, nothing leaves this server.</p></footer>
</body>
</html>
"""


def index(store: Store) -> str:
    """Everybody in the sandbox."""
    rows = "".join(_person(account, count) for account, count in store.accounts())
    empty = '<p class="empty">Nobody is here yet. Connect a sandbox account and invent a handle.</p>'
    listed = f'<ul class="people">{rows}</ul>' if rows else empty
    return _layout("People", "/sandbox/", f"<h1>People</h1>\n{listed}")


def _person(account: Account, count: int) -> str:
    posts = "1 post" if count == 1 else f"{count} posts"
    return (
        f'<li><a href="/sandbox/@{escape(account.handle)}">{markup.face(account)}'
        f"<span><b>{escape(account.name)}</b> <small>@{escape(account.handle)}</small></span>"
        f"<small>{posts}</small></a></li>"
    )


def timeline(store: Store, account: Account, posts: Sequence[Post]) -> str:
    """An account's page, newest post first."""
    head = (
        f'<div class="who">{markup.face(account)}<div><h1>{escape(account.name)}</h1>'
        f"<p>@{escape(account.handle)}</p></div></div>\n{talk_pages.visitors(account)}"
    )
    listed = "".join(_article(store, account, post) for post in posts)
    empty = '<p class="empty">Nothing posted yet.</p>'
    return _layout(account.name, "", f"{head}\n{listed or empty}")


def post(store: Store, account: Account, post: Post) -> str:
    """One post on its own page, with what was said under it."""
    heading = f'<h1 class="small">Post by {escape(account.name)}</h1>'
    path, name = f"/sandbox/@{escape(account.handle)}", escape(account.name)
    back = f'<p><a href="{path}">All posts of {name}</a></p>'
    said = talk_pages.thread(store, account, post)
    return _layout(f"Post by {account.name}", "", heading + _article(store, account, post) + said + back)


def _article(store: Store, account: Account, post: Post) -> str:
    moment = datetime.fromtimestamp(post.created_at, tz=UTC)
    address = f"/sandbox/@{escape(account.handle)}/{escape(post.id)}"
    shown = moment.strftime("%-d %B %Y, %H:%M UTC")
    language = f' lang="{escape(post.language)}"' if post.language else ""
    return f"""<article class="post">
<header>{markup.face(account)}
<span><b>{escape(account.name)}</b> <small>@{escape(account.handle)}</small></span></header>
<p class="words" dir="auto"{language}>{markup.words(post.text)}</p>
{_pictures(post)}
{talk_pages.numbers(store, account, post)}
<a class="when" href="{address}"><time datetime="{moment.isoformat()}">{shown}</time></a>
</article>
"""


def _pictures(post: Post) -> str:
    if not post.media:
        return ""
    images = "".join(
        f'<img src="/sandbox/media/{escape(one.id)}" alt="{escape(one.alt)}" loading="lazy">'
        for one in post.media
    )
    return f'<div class="pictures of-{min(len(post.media), 4)}">{images}</div>'


def switchboard(store: Store) -> str:
    """The form that switches failures on, and the list of those that are on."""
    accounts = [account for account, _ in store.accounts()]
    if not accounts:
        empty = '<p class="empty">Connect a sandbox account; then its failures are switched here.</p>'
        return _layout("Switches", "/sandbox/switches", f"<h1>Switches</h1>{empty}")
    content = f"""<h1>Switches</h1>
<p>Make an account fail in a chosen way, to see how a careful sender behaves.</p>
{_form(accounts)}
<h2>Switched on</h2>
{_switched_on(store, accounts)}"""
    return _layout("Switches", "/sandbox/switches", content)


def _form(accounts: Iterable[Account]) -> str:
    people = "".join(
        f'<option value="{escape(one.handle)}">{escape(one.name)} (@{escape(one.handle)})</option>'
        for one in accounts
    )
    kinds = "".join(
        f'<option value="{kind}">{escape(label)}</option>' for kind, label in switches.LABELS.items()
    )
    return f"""<form method="post" action="/sandbox/switches" class="board">
<label>Account <select name="handle">{people}</select></label>
<label>Failure <select name="kind">{kinds}</select></label>
<label>Seconds <input name="seconds" type="number" min="0" max="{switches.MAX_SECONDS}" value="30"
 aria-describedby="seconds-help"></label>
<p class="help" id="seconds-help">How long it waits, or how long it asks you to wait.</p>
<label>Retry-After as <select name="retry"><option value="seconds">seconds</option>
<option value="date">date</option></select></label>
<label>For the next calls <input name="calls" type="number" min="0" max="1000" value="1"
 aria-describedby="calls-help"></label>
<p class="help" id="calls-help">0 means until it is switched off.</p>
<button>Switch on</button>
</form>"""


def _switched_on(store: Store, accounts: Iterable[Account]) -> str:
    rows = "".join(
        _switch(account, switch) for account in accounts for switch in switches.turned_on(store, account.id)
    )
    return f'<ul class="on">{rows}</ul>' if rows else '<p class="empty">Everything works.</p>'


def _switch(account: Account, switch: switches.Switch) -> str:
    label = escape(switches.LABELS[switch.kind])
    left = "until switched off" if switch.calls_left is None else f"calls left: {switch.calls_left}"
    spoken = f"Switch off: {label}, @{escape(account.handle)}"
    return f"""<li><span><b>@{escape(account.handle)}</b> {label} <small>{left}</small></span>
<form method="post" action="/sandbox/switches">
<input type="hidden" name="handle" value="{escape(account.handle)}">
<input type="hidden" name="kind" value="{switch.kind}">
<button name="off" value="1" aria-label="{spoken}">Switch off</button>
</form></li>"""


def missing() -> str:
    """What is shown where nothing is."""
    text = '<p class="empty">Perhaps it was deleted. <a href="/sandbox/">See who is here</a>.</p>'
    return _layout("Not found", "", f"<h1>There is nothing here</h1>{text}")
