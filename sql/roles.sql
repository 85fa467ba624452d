-- Roles of the database: who may read what is decided here and in the policies, never in Swift.
-- Roles belong to a cluster and not to a database, so this file is idempotent and runs before the
-- migrations of each database.

do $$
declare
  wanted text;
begin
  -- Two databases of one cluster may be migrated at once; roles are shared between them.
  perform pg_advisory_xact_lock(7310579281);
  foreach wanted in array array[
    'kynang_firm', 'kynang_trainer', 'kynang_self', 'kynang_officer', 'kynang_system', 'kynang_loader',
    'kynang_study'
  ] loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
      execute format('create role %I nologin noinherit', wanted);
    end if;
  end loop;
  if not exists (select from pg_catalog.pg_roles where rolname = 'kynang_app') then
    create role kynang_app nologin noinherit;
  end if;
  if current_setting('is_superuser') = 'on' then
    alter role kynang_loader bypassrls;
  elsif not pg_has_role(current_user, 'kynang_loader', 'member') then
    -- An owner who is no superuser loads the reference rows as the loader, too.
    execute format('grant kynang_loader to %I', current_user);
  end if;
end
$$;

-- The application's login becomes one of these for the length of a transaction, and is nothing itself.
grant kynang_firm, kynang_trainer, kynang_self, kynang_officer, kynang_system, kynang_loader,
  kynang_study to kynang_app;
