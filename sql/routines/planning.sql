-- Who may plan courses and runs, in one place: HR what their firm owns, a trainer what their provider
-- offers to all, a programme officer what is offered to all in their province, an administrator all of
-- that. The statements ask these functions; the policies are the backstop.

create or replace function kynang.may_plan(
  owner_id uuid, provider_id uuid, provider_province text,
  acting_role text, acting_firm uuid, acting_provider uuid, acting_province text)
returns boolean
language sql immutable parallel safe
as $$
  select coalesce(
    case acting_role
      when 'hr' then owner_id = acting_firm
      when 'trainer' then owner_id is null and provider_id = acting_provider
      when 'officer' then owner_id is null and (provider_province is null or provider_province = acting_province)
      when 'administrator' then owner_id is null
      else false
    end, false)
$$;
comment on function kynang.may_plan(uuid, uuid, text, text, uuid, uuid, text) is
  'Whether someone may change a course or run of that owner and provider.';

create or replace function kynang.may_see_offer(
  owner_id uuid, provider_id uuid, acting_role text, acting_firm uuid, acting_provider uuid)
returns boolean
language sql immutable parallel safe
as $$
  select owner_id is null
    or coalesce(owner_id = acting_firm, false)
    or coalesce(provider_id = acting_provider, false)
    or acting_role = 'administrator'
$$;
comment on function kynang.may_see_offer(uuid, uuid, text, uuid, uuid) is
  'Whether someone may know of a course or run: all of the public ones, a firm its own, a provider its own.';

create or replace function kynang.teaches_session(of_session uuid, by_trainer uuid)
returns boolean
language sql stable parallel safe
as $$
  select not exists (select from kynang.session_trainer as named where named.session_id = of_session)
    or exists (
      select
      from kynang.session_trainer as named
      where named.session_id = of_session
        and named.trainer_id = by_trainer
    )
$$;
comment on function kynang.teaches_session(uuid, uuid) is
  'Whether a trainer of the run teaches this session: all do where none is named for it.';
