"""What the sandbox counts: real likes, answers and followers, and an invented audience that is always the same.

The audience of a post follows from its id and its age alone, never shrinks, and most of it comes in the first day.
"""

from __future__ import annotations

import hashlib
import math
import time

from sandbox.store import Account, Post, Store

AUDIENCE = (200, 4000)
DAY = 86400.0


def of_post(store: Store, post: Post, now: float | None = None) -> dict[str, int]:
    """views, reach, likes, comments, shares of a post."""
    views = seen(post.id, (time.time() if now is None else now) - post.created_at)
    return {
        "views": views,
        "reach": views * 4 // 5,
        "likes": views // 25 + _count(store, "SELECT count(*) AS n FROM liked WHERE post_id = ?", post.id),
        "comments": _count(store, _ANSWERS, post.id),
        "shares": views // 120,
    }


def of_account(store: Store, account: Account, now: float | None = None) -> dict[str, int]:
    """followers, following, posts, and views, reach, profile_visits of the last whole day in UTC."""
    moment = time.time() if now is None else now
    midnight = moment - moment % DAY
    posts = store.posts(account.id)
    views = sum(
        seen(post.id, midnight - post.created_at) - seen(post.id, midnight - DAY - post.created_at)
        for post in posts
    )
    return {
        "followers": _count(store, _FOLLOWERS, account.id),
        "following": _count(store, "SELECT count(*) AS n FROM follow WHERE follower_id = ?", account.id),
        "posts": len(posts),
        "views": views,
        "reach": views * 4 // 5,
        "profile_visits": views // 15,
    }


def seen(name: str, age: float) -> int:
    """How often a post with this id was seen at this age in seconds."""
    least, most = AUDIENCE
    audience = least + int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % (most - least)
    return int(audience * (1 - math.exp(-3 * max(0.0, age) / DAY)))


def like(store: Store, account_id: str, name: str, *, on: bool) -> None:
    """Like a post or answer that is there, or no longer; twice is harmless."""
    done = "INSERT OR IGNORE INTO liked (account_id, post_id) VALUES (?, ?)"
    undone = "DELETE FROM liked WHERE account_id = ? AND post_id = ?"
    with store.transaction() as connection:
        connection.execute(done if on else undone, (account_id, name))


def likes(store: Store, account_id: str, name: str) -> bool:
    """Whether an account likes a post or answer."""
    return bool(store.rows("SELECT 1 FROM liked WHERE account_id = ? AND post_id = ?", account_id, name))


def follow(store: Store, follower_id: str, followed_id: str, *, on: bool) -> None:
    """Follow an account, or no longer; twice is harmless."""
    done = "INSERT OR IGNORE INTO follow (follower_id, followed_id) VALUES (?, ?)"
    undone = "DELETE FROM follow WHERE follower_id = ? AND followed_id = ?"
    with store.transaction() as connection:
        connection.execute(done if on else undone, (follower_id, followed_id))


def invent_followers(store: Store, account_id: str, followers: int) -> None:
    """So many follow an account besides those who really do (demonstrations have a public)."""
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO audience (account_id, followers) VALUES (?1, ?2) "
            "ON CONFLICT (account_id) DO UPDATE SET followers = ?2",
            (account_id, followers),
        )


_FOLLOWERS = (
    "SELECT (SELECT count(*) FROM follow WHERE followed_id = ?1) "
    "+ coalesce((SELECT followers FROM audience WHERE account_id = ?1), 0) AS n"
)
_ANSWERS = (
    "SELECT count(*) AS n FROM talk WHERE thread_id = ? AND parent_id IS NOT NULL AND deleted_at IS NULL"
)


def _count(store: Store, query: str, name: str) -> int:
    return int(store.rows(query, name)[0]["n"])
