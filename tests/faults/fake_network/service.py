"""Answers every request: the API with its faults, and the control that tests speak to."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine

from tests.faults.fake_network import api
from tests.faults.fake_network.api import Call, Refusal
from tests.faults.fake_network.modes import MODES, OLD_TOKENS_ONLY, Play
from tests.faults.fake_network.rules import Rule, Rules, Seen
from tests.faults.fake_network.wire import Answer, Json, Line, Request, data
from tests.faults.fake_network.world import ACCESS_SECONDS, Account, Post, World

_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


class Service:
    """One network. Plain calls are answered at once; those that must wait get a task of their own."""

    def __init__(self) -> None:
        self.world = World()
        self._forget_rules()
        self._tasks: set[asyncio.Task[None]] = set()

    def _forget_rules(self) -> None:
        self.rules = Rules({name: options for name, (_, options) in MODES.items()}, OLD_TOKENS_ONLY)
        self._stops_reading = False

    # The API

    def early(self, line: Line, request: Request) -> bool:
        """Cut the line in the middle of a body, if a rule says so."""
        if not self._stops_reading or not request.path.startswith(api.PREFIX):
            return False
        token = api.signer(self.world, request)
        is_whole = len(request.body) >= request.length
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), request.body.decode("utf-8", "replace"))
        seen = Seen(
            api.place_of(request),
            token.account if token else None,
            text,
            0,
            float("inf") if is_whole else len(request.body),
        )
        rule = self.rules.take(seen, self.world.accounts, early=True)
        if rule is None:
            return False
        _write_rule(api.begin(self.world, request), rule)
        line.reset()
        return True

    def handle(self, line: Line, request: Request) -> None:
        """Answer a whole request, now or later."""
        if request.path.startswith("/control/"):
            line.answer(self._control(request))
            return
        call = api.begin(self.world, request)
        try:
            api.authenticate(self.world, call)
            rule = self._rule_for(call)
            wait = self.world.latency if call.on == "posts" else 0.0
            if rule is None and not wait:
                _answer(line, call, api.perform(self.world, call))
                return
        except Refusal as refusal:
            _answer(line, call, refusal.answer)
            return
        self._start(self._later(line, call, rule, wait))

    def _rule_for(self, call: Call) -> Rule | None:
        if not self.rules.all:
            return None
        serial = call.token.serial if call.token else 0
        seen = Seen(call.on, call.account, call.entry["text"] or "", serial)
        rule = self.rules.take(seen, self.world.accounts)
        if rule is not None:
            _write_rule(call, rule)
        return rule

    async def _later(self, line: Line, call: Call, rule: Rule | None, wait: float) -> None:
        try:
            await asyncio.sleep(wait)
            if rule is None:
                _answer(line, call, api.perform(self.world, call))
            else:
                await MODES[rule.do][0](Play(self.world, line, call, rule))
        except Refusal as refusal:
            _answer(line, call, refusal.answer)
        except asyncio.CancelledError:
            line.reset()

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # The control

    def _control(self, request: Request) -> Answer:
        name = (request.method, request.path.removeprefix("/control/"))
        found: Callable[[Json], object] | None = {
            ("POST", "reset"): self._reset,
            ("POST", "accounts"): lambda told: self._accounts(told, request.headers.get("host", "")),
            ("POST", "says"): self._says,
            ("POST", "rules"): self._add_rules,
            ("GET", "rules"): lambda _: [rule.shown() for rule in self.rules.all],
            ("POST", "latency"): self._set_latency,
            ("POST", "clock"): self._set_clock,
            ("POST", "expire"): lambda told: self._each(told, self.world.expire),
            ("POST", "revoke"): lambda told: self._each(told, self.world.revoke),
            ("GET", "calls"): lambda _: self.world.calls[int(request.query.get("since", 0)) :],
            ("GET", "posts"): lambda _: [_shown(post) for post in self.world.posts],
            ("GET", "secrets"): lambda _: list(self.world.tokens),
            ("GET", "health"): lambda _: {"ok": True, "calls": len(self.world.calls)},
        }.get(name)
        if found is None:
            return data({"error": f"{name[0]} {name[1]}"}, 404)
        try:
            return data(found(request.json()))
        except (ValueError, TypeError, KeyError) as error:
            return data({"error": f"{type(error).__name__}: {error}"}, 400)

    def _reset(self, told: Json) -> Json:
        """Calls that still wait are cut, so that nothing of the past happens after this."""
        for task in self._tasks:
            task.cancel()
        self.world.reset(accounts=bool(told.get("accounts", True)))
        self._forget_rules()
        return {"ok": True}

    def _accounts(self, told: Json, host: str) -> list[Json]:
        seconds = told.get("expires_in", ACCESS_SECONDS)
        return [
            self._account(self.world.join(handle), f"http://{host}", seconds) for handle in told["handles"]
        ]

    def _account(self, account: Account, origin: str, seconds: float) -> Json:
        pair = self.world.issue(account, seconds)
        tokens = {"access": pair["access_token"], "refresh": pair["refresh_token"]}
        return {**api.who(account, origin), **tokens, "expires_at": pair["expires_at"]}

    def _says(self, told: Json) -> list[str]:
        """Somebody says these things, whom nothing befalls; the ids."""
        who = self.world.join("somebody")
        made = [self.world.add_post(who, "", {"text": text, "media": []}, "") for text in told["texts"]]
        return [post.id for post, _ in made]

    def _add_rules(self, told: Json) -> list[Json]:
        made = [self.rules.add(wanted, next(self.world.serials)) for wanted in told["rules"]]
        self._stops_reading = any(rule.do == "stop_reading" for rule in self.rules.all)
        return [rule.shown() for rule in made]

    def _set_latency(self, told: Json) -> Json:
        self.world.latency = float(told["seconds"])
        return {"seconds": self.world.latency}

    def _set_clock(self, told: Json) -> Json:
        self.world.skew = float(told["skew"])
        return {"skew": self.world.skew}

    def _each(self, told: Json, change: Callable[[Account], None]) -> Json:
        accounts = [self.world.accounts[handle] for handle in told["handles"]]
        for account in accounts:
            change(account)
        return {"accounts": len(accounts)}


def _answer(line: Line, call: Call, answer: Answer) -> None:
    if line.answer(answer):
        call.entry["status"] = answer.status


def _write_rule(call: Call, rule: Rule) -> None:
    call.entry["rule"], call.entry["rule_id"] = rule.do, rule.id


def _shown(post: Post) -> Json:
    return {
        "id": post.id,
        "account": post.account.id,
        "handle": post.account.handle,
        "text": post.text,
        "in_reply_to": post.in_reply_to,
        "media": post.media,
        "key": post.key,
        "at": post.at,
        "url": post.url,
    }
