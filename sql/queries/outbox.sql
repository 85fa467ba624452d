-- name: outbox.pending
-- Work that one firm's transaction left for another's, oldest first.
-- $1 timestamptz now
select outbox.id, outbox.firm_id, outbox.kind, outbox.subject_id, outbox.payload::text as payload, outbox.attempts
from kynang.outbox as outbox
where outbox.done_at is null
  and outbox.due_at <= $1
order by outbox.due_at
limit 100;

-- name: outbox.done
-- $1 uuid id, $2 timestamptz now
update kynang.outbox as outbox
set done_at = $2
where outbox.id = $1
  and outbox.done_at is null;

-- name: outbox.failed
-- Puts an item off; it is never dropped.
-- $1 uuid id, $2 timestamptz due again, $3 text error code
update kynang.outbox as outbox
set due_at = $2, attempts = outbox.attempts + 1, last_error_code = $3
where outbox.id = $1
  and outbox.done_at is null;
