-- Who works at what. Nothing here is an original: dropped, it costs a second of waiting.

-- A fence is an epoch and a number in it; tables made anew (a restore) begin another epoch, so
-- that no lease from before is ever taken for one of now.
CREATE TABLE ops.lease_epoch (epoch bigint NOT NULL PRIMARY KEY);
INSERT INTO ops.lease_epoch SELECT extract(epoch FROM clock_timestamp())::bigint;
CREATE SEQUENCE ops.lease_numbers;

CREATE TABLE ops.leases (
    job_id     uuid        NOT NULL PRIMARY KEY,
    worker     text        NOT NULL,
    epoch      bigint      NOT NULL,
    number     bigint      NOT NULL,
    taken_at   timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
