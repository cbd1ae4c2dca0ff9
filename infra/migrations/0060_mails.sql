-- Alerts that go out by mail, each event once. No original: made anew, it begins at the ledger's end.
CREATE TABLE ops.mail_cursor (
    one      boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (one),
    position bigint  NOT NULL
);

-- waiting, sending; for good: sent, refused, no-address, given-up, unknown
CREATE TABLE ops.mails (
    position bigint      NOT NULL PRIMARY KEY,
    state    text        NOT NULL DEFAULT 'waiting',
    tries    integer     NOT NULL DEFAULT 0,
    unknown  integer     NOT NULL DEFAULT 0,
    code     text,
    taken_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    due_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX mails_due ON ops.mails (due_at) WHERE state = 'waiting';
