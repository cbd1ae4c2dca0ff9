-- Which blobs hold finished segments, for every machine. Working state: dropped, they are made again.
CREATE TABLE ops.segments (
    key     text        NOT NULL PRIMARY KEY,
    blob    text        NOT NULL,
    made_at timestamptz NOT NULL
);
CREATE INDEX segments_by_age ON ops.segments (made_at);
