-- name: demo.state
-- What a database holds before a demo is loaded.
-- $1 uuid[] first and last firm of the demo, $2 uuid the firm that a larger demo would have next
select
  (select count(*) from kynang.firm) as firm_count,
  (select count(*) from kynang.firm as known where known.id = any ($1)) as known_count,
  exists (select from kynang.firm as larger where larger.id = $2) as is_larger,
  -- The latest year is made last of a firm's periods.
  exists (
    select from kynang.firm as firm
    where exists (
        select from kynang.observation as observation
        where observation.firm_id = firm.id
          and observation.superseded_at is null
          and not observation.is_void
      )
      and not exists (
        select from kynang.firm_period as stored
        where stored.firm_id = firm.id
          and stored.period_kind = 'year'
          and stored.starts_on = (
            select max(latest.starts_on)
            from kynang.firm_period as latest
            where latest.period_kind = 'year'
          )
      )
  ) as lacks_periods,
  exists (
    select from kynang.framework as framework
    where framework.code = 'TT02_2025'
  ) as has_reference,
  (select installation.kind from kynang.installation as installation) as installation_kind,
  (select role.rolbypassrls or role.rolsuper from pg_catalog.pg_roles as role where role.rolname = current_user)
    as may_copy;

-- name: demo.install
-- Says that this database is a demo.
-- $1 uuid id, $2 timestamptz when
insert into kynang.installation (singleton, id, kind, province_code, created_at)
values (true, $1, 'demo', '56', $2)
on conflict (singleton) do nothing;

-- name: demo.forget_skill_sheets
-- Says that every kept skill sheet is out of date, as a bulk load passes by what notices changes.
select kynang.forget_skill_sheets()::text as done;

-- name: demo.analyse
-- Makes the planner know what was loaded, without waiting for the server to notice.
analyze;
