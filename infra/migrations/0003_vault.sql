-- Data keys, wrapped under a key that no database holds. Destroyed: the row stays, the key is gone.
CREATE TABLE vault.data_keys (
    owner        text        NOT NULL CHECK (owner ~ '^(account|grant)/[!-~]+$'),
    version      integer     NOT NULL CHECK (version > 0),
    wrapped      bytea,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    destroyed_at timestamptz,
    PRIMARY KEY (owner, version),
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);

-- Tokens and the like: values that no event may carry, sealed under their owner's data key.
CREATE TABLE vault.secrets (
    owner      text        NOT NULL CHECK (owner ~ '^(account|grant)/[!-~]+$'),
    name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    sealed     text        NOT NULL CHECK (sealed LIKE 's1.%'),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (owner, name)
);

GRANT SELECT, INSERT, UPDATE ON vault.data_keys TO ytempire_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON vault.secrets TO ytempire_app;
