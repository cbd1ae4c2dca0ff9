-- How far each version of a projection has come, and why it stands still, if it does.
CREATE TABLE ops.checkpoints (
    projection  text        NOT NULL,
    version     integer     NOT NULL,
    shape       text        NOT NULL, -- digest of the tables it was made with
    position    bigint      NOT NULL CHECK (position >= 0),
    paused      text,                 -- the sentence that says why
    advanced_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (projection, version)
);

-- Which version is read.
CREATE TABLE ops.serving (
    projection text        NOT NULL PRIMARY KEY,
    version    integer     NOT NULL,
    since      timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (projection, version) REFERENCES ops.checkpoints
);

-- Streams that a projection cannot follow any more: this event, and everything after it.
CREATE TABLE ops.parked (
    projection text        NOT NULL,
    version    integer     NOT NULL,
    stream     text        NOT NULL,
    position   bigint      NOT NULL,
    event      text        NOT NULL,
    reason     text        NOT NULL,
    parked_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (projection, version, stream),
    FOREIGN KEY (projection, version) REFERENCES ops.checkpoints ON DELETE CASCADE
);
