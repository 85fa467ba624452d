-- The text of an audit row that its seal covers. Times are in UTC to the microsecond, so that the text
-- does not depend on the session that reads it.
create or replace function kynang.audit_canonical(entry kynang.audit_entry, details text)
returns text
language sql immutable
as $$
  select concat_ws(' ',
    entry.firm_id, entry.id,
    to_char(entry.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    entry.account_id, entry.acting_role, entry.use_case, array_to_string(entry.subject_ids, ','),
    entry.changes::text, coalesce(entry.reason, '-'), coalesce(entry.request_id, '-'), details)
$$;
