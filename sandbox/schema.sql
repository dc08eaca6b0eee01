CREATE TABLE IF NOT EXISTS account (
    id TEXT PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS token (
    hash TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('access', 'refresh')),
    expires_at INTEGER NOT NULL,
    uses_left INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS token_of_account ON token (account_id, kind);
CREATE TABLE IF NOT EXISTS media (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    mime TEXT NOT NULL,
    content BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS post (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    key TEXT NOT NULL,
    text TEXT NOT NULL,
    media TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    times_sent INTEGER NOT NULL DEFAULT 1,
    UNIQUE (account_id, key)
);
CREATE INDEX IF NOT EXISTS post_by_time ON post (account_id, created_at DESC, id DESC);
CREATE TABLE IF NOT EXISTS switch (
    account_id TEXT NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    as_date INTEGER NOT NULL,
    calls_left INTEGER,
    PRIMARY KEY (account_id, kind)
);
CREATE TABLE IF NOT EXISTS talk (
    post_id TEXT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
    thread_id TEXT NOT NULL,
    parent_id TEXT,
    edited_at INTEGER,
    deleted_at INTEGER,
    is_hidden INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS talk_by_thread ON talk (thread_id);
CREATE TABLE IF NOT EXISTS heard (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL REFERENCES account (id),
    post_id TEXT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('comment', 'reply', 'mention')),
    UNIQUE (account_id, post_id)
);
CREATE INDEX IF NOT EXISTS heard_by_account ON heard (account_id, seq);
CREATE TABLE IF NOT EXISTS liked (
    account_id TEXT NOT NULL REFERENCES account (id),
    post_id TEXT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    PRIMARY KEY (post_id, account_id)
);
CREATE TABLE IF NOT EXISTS follow (
    follower_id TEXT NOT NULL REFERENCES account (id),
    followed_id TEXT NOT NULL REFERENCES account (id),
    PRIMARY KEY (followed_id, follower_id)
);
CREATE TABLE IF NOT EXISTS hook (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    address TEXT NOT NULL,
    secret TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS event (
    id TEXT NOT NULL,
    copy INTEGER NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    body TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    next_at REAL NOT NULL,
    PRIMARY KEY (id, copy)
);
CREATE INDEX IF NOT EXISTS event_by_time ON event (next_at);
CREATE TABLE IF NOT EXISTS audience (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    followers INTEGER NOT NULL
);
