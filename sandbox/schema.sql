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
