-- What every table stands on: extensions, the text of Vietnam, and the context of a transaction.
-- The context is set with `set local` at the top of each transaction; policies compare a row's own
-- columns with it and with nothing else, so that the schema can be distributed unchanged.

create extension if not exists btree_gist;
create extension if not exists pg_trgm;

create schema kynang;
comment on schema kynang is 'Training in digital skills and firm-level productivity.';

create collation kynang.vietnamese (provider = icu, locale = 'vi');

create domain kynang.localized_text as jsonb
  constraint a_localized_text_has_vietnamese_or_english check (
    value is null or (
      jsonb_typeof(value) = 'object'
      and (jsonb_typeof(value -> 'vi') = 'string' or jsonb_typeof(value -> 'en') = 'string')
    )
  );
comment on domain kynang.localized_text is 'An object of texts by language: {"vi": …, "en": …}.';

create function kynang.folded(value text) returns text
language sql immutable strict parallel safe
as $$
  -- đ has no decomposition, so it is folded by hand. Without the collation, lower() and \s would go by
  -- the locale of the database, and in "C" they know ASCII alone.
  select trim(regexp_replace(
    translate(
      regexp_replace(
        normalize(lower(value collate kynang.vietnamese), nfd), '[\u0300-\u036f]', '', 'g'),
      'đð', 'dd'),
    '\s+', ' ', 'g'))
$$;
comment on function kynang.folded(text) is
  'The search key of a text: lower case, without marks, đ as d, single spaces.';

create function kynang.current_firm_id() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('app.firm_id', true), '')::uuid $$;

create function kynang.current_account_id() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('app.account_id', true), '')::uuid $$;

create function kynang.current_agency_id() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('app.agency_id', true), '')::uuid $$;

create function kynang.current_province_code() returns text
language sql stable parallel safe
as $$ select nullif(current_setting('app.province_code', true), '') $$;

create function kynang.current_run_ids() returns uuid[]
language sql stable parallel safe
as $$ select string_to_array(nullif(current_setting('app.run_ids', true), ''), ',')::uuid[] $$;

create function kynang.current_employee_ids() returns uuid[]
language sql stable parallel safe
as $$ select string_to_array(nullif(current_setting('app.employee_ids', true), ''), ',')::uuid[] $$;
