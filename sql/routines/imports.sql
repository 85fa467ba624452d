-- Whom the rows of a file mean, decided once for every kind of import.
-- The units below a unit are found by a routine that is made after this one.
set local check_function_bodies = off;

create or replace function kynang.import_people(
  batch_firm_id uuid, wanted_batch_id uuid, may_create boolean, roots uuid[], on_day date
)
returns table (
  number integer, employee_id uuid, is_new boolean, candidates uuid[], problem jsonb
)
language sql stable
set search_path = pg_catalog
as $$
  with entry as materialized (
    select
      entry.number, entry.identity, entry.entered ->> 'code' as code,
      lower(entry.entered ->> 'code') as code_key, entry.entered ->> 'nameKey' as name_key,
      (entry.entered ->> 'birthOn')::date as birth_on, entry.entered ->> 'phone' as phone
    from kynang.import_entry as entry
    where entry.firm_id = batch_firm_id
      and entry.batch_id = wanted_batch_id
  ),
  -- A record that was merged into another is one more way to name that one.
  staff as materialized (
    select
      coalesce(employee.merged_into, employee.id) as id, employee.id as record_id, employee.code,
      lower(employee.code) as code_key, person.search_key, person.birth_on, person.phone
    from kynang.employee as employee
    join kynang.person as person
      on person.firm_id = batch_firm_id
      and person.employee_id = employee.id
    join kynang.employment as employment
      on employment.firm_id = batch_firm_id
      and employment.id = coalesce(employee.merged_into, employee.id)
      and employment.superseded_at is null
      and not employment.is_void
    where employee.firm_id = batch_firm_id
      and (
        roots is null
        or exists (
          select from kynang.assignment as place
          where place.firm_id = batch_firm_id
            and place.employee_id = coalesce(employee.merged_into, employee.id)
            and place.superseded_at is null
            and not place.is_void
            and place.during @> on_day
            and place.unit_id in (select kynang.unit_subtree(batch_firm_id, roots))
        )
      )
  ),
  claimed as materialized (
    select distinct entry.code_key
    from entry
    where entry.code_key is not null
  ),
  claimed_person as materialized (
    select distinct staff.id
    from staff
    join claimed
      on claimed.code_key = staff.code_key
  ),
  by_code as (
    -- The code as it is written comes first; written otherwise it counts where it is one person's.
    select
      entry.number,
      case
        when bool_or(staff.code = entry.code) then
          (array_agg(staff.id) filter (where staff.code = entry.code))[1]
        when count(distinct staff.id) = 1 then (array_agg(staff.id))[1]
      end as employee_id
    from entry
    join staff
      on staff.code_key = entry.code_key
    group by entry.number
  ),
  namesake as (
    -- A namesake whose own code has a row of its own is somebody else; so is one born on another day.
    select
      entry.number, staff.id,
      bool_or(coalesce(staff.birth_on = entry.birth_on, false)) as is_same_birth,
      bool_or(coalesce(staff.phone = entry.phone, false)) as is_same_phone
    from entry
    join staff
      on staff.search_key = entry.name_key
    left join by_code
      on by_code.number = entry.number
    left join claimed_person
      on claimed_person.id = staff.id
    where by_code.employee_id is null
      and (entry.code_key is null or claimed_person.id is null)
      and coalesce(staff.birth_on = entry.birth_on, true)
    group by entry.number, staff.id
  ),
  by_person as (
    select
      namesake.number,
      array_agg(namesake.id order by namesake.id) as open_ids,
      array_agg(namesake.id order by namesake.id)
        filter (where namesake.is_same_birth or namesake.is_same_phone) as strong_ids,
      array_agg(namesake.id order by namesake.id)
        filter (where namesake.is_same_birth and namesake.is_same_phone) as best_ids
    from namesake
    group by namesake.number
  ),
  answer as (
    select
      entry.number, entry.code is not null as has_code, entry.name_key is not null as has_name,
      entry.code is null and entry.birth_on is null and entry.phone is null as has_name_alone,
      by_code.employee_id as of_code,
      choice.identity is not null as is_chosen, chosen.id as of_choice,
      choice.employee_id is null as is_chosen_new,
      coalesce(by_person.open_ids, '{}') as open_ids,
      coalesce(by_person.strong_ids, '{}') as strong_ids,
      coalesce(by_person.best_ids, '{}') as best_ids
    from entry
    left join by_code
      on by_code.number = entry.number
    left join by_person
      on by_person.number = entry.number
    left join kynang.import_choice as choice
      on choice.firm_id = batch_firm_id
      and choice.identity = entry.identity
    left join staff as chosen
      on chosen.record_id = choice.employee_id
  ),
  found as (
    select
      answer.number, answer.has_code, answer.has_name, answer.open_ids, answer.strong_ids,
      answer.is_chosen and answer.is_chosen_new as is_chosen_new,
      case
        when answer.of_code is not null then answer.of_code
        when answer.is_chosen then answer.of_choice
        when cardinality(answer.strong_ids) = 1 then answer.strong_ids[1]
        when cardinality(answer.best_ids) = 1 then answer.best_ids[1]
        when not may_create and answer.has_name_alone and cardinality(answer.open_ids) = 1
          then answer.open_ids[1]
      end as employee_id
    from answer
  ),
  verdict as (
    select
      found.number, found.employee_id,
      case
        when found.employee_id is not null or found.is_chosen_new then '{}'::uuid[]
        when cardinality(found.strong_ids) > 0 then found.strong_ids
        else found.open_ids
      end as candidates,
      found.has_code, found.has_name
    from found
  )
  select
    verdict.number, verdict.employee_id,
    may_create and verdict.employee_id is null and verdict.candidates = '{}' and verdict.has_code,
    verdict.candidates,
    case
      when verdict.employee_id is not null then null
      when verdict.candidates <> '{}' then jsonb_build_object(
        'field', 'row', 'rule', 'import.ambiguous',
        'parameters', jsonb_build_object('count', cardinality(verdict.candidates)::text))
      when may_create and verdict.has_code then null
      when may_create then
        '{"field": "code", "rule": "import.code_required", "parameters": {}}'::jsonb
      when verdict.has_code or verdict.has_name then
        '{"field": "row", "rule": "import.unknown_person", "parameters": {}}'::jsonb
      else '{"field": "row", "rule": "import.person_required", "parameters": {}}'::jsonb
    end
  from verdict
$$;
comment on function kynang.import_people(uuid, uuid, boolean, uuid[], date) is
  'Whom each row of a file means: by code, else by name with birth date or phone, else by what was chosen before.';

revoke execute on function kynang.import_people(uuid, uuid, boolean, uuid[], date) from public;
grant execute on function kynang.import_people(uuid, uuid, boolean, uuid[], date) to kynang_firm, kynang_loader;
revoke execute on function kynang.uuid_v7(timestamptz) from public;
grant execute on function kynang.uuid_v7(timestamptz) to kynang_firm, kynang_loader;

-- What stands in the way of undoing the last step of each row of a batch.
create or replace function kynang.import_obstacles(batch_firm_id uuid, wanted_batch_id uuid)
returns table (
  number integer, step integer, action text, employee_id uuid, is_erased boolean, is_changed boolean,
  is_used boolean
)
language sql stable
set search_path = pg_catalog
as $$
  with last as materialized (
    select write.number, max(write.step) as step
    from kynang.import_write as write
    where write.firm_id = batch_firm_id
      and write.batch_id = wanted_batch_id
    group by write.number
  ),
  written as materialized (
    select write.number, write.step, write.relation, write.record_id, write.revision_before, write.revision_after
    from last
    join kynang.import_write as write
      on write.firm_id = batch_firm_id
      and write.batch_id = wanted_batch_id
      and write.number = last.number
      and write.step = last.step
  ),
  present as (
    select written.number, header.version = written.revision_after as is_same
    from written
    left join kynang.employee as header
      on header.firm_id = batch_firm_id
      and header.id = written.record_id
    where written.relation = 'employee'
    union all
    select written.number, fact.revision = written.revision_after
    from written
    left join kynang.employment as fact
      on fact.firm_id = batch_firm_id
      and fact.id = written.record_id
      and fact.superseded_at is null
    where written.relation = 'employment'
    union all
    select written.number, fact.revision = written.revision_after
    from written
    left join kynang.assignment as fact
      on fact.firm_id = batch_firm_id
      and fact.id = written.record_id
      and fact.superseded_at is null
    where written.relation = 'assignment'
    union all
    select written.number, fact.revision = written.revision_after
    from written
    left join kynang.role_requirement as fact
      on fact.firm_id = batch_firm_id
      and fact.id = written.record_id
      and fact.superseded_at is null
    where written.relation = 'role_requirement'
    union all
    select written.number, fact.revision = written.revision_after
    from written
    left join kynang.assessment as fact
      on fact.firm_id = batch_firm_id
      and fact.id = written.record_id
      and fact.superseded_at is null
    where written.relation = 'assessment'
    union all
    select written.number, fact.revision = written.revision_after
    from written
    left join kynang.attendance as fact
      on fact.firm_id = batch_firm_id
      and fact.id = written.record_id
      and fact.superseded_at is null
    where written.relation = 'attendance'
    union all
    select written.number, fact.revision = written.revision_after
    from written
    left join kynang.completion as fact
      on fact.firm_id = batch_firm_id
      and fact.id = written.record_id
      and fact.superseded_at is null
    where written.relation = 'completion'
    union all
    select written.number, fact.revision = written.revision_after
    from written
    left join kynang.enrolment_status as fact
      on fact.firm_id = batch_firm_id
      and fact.id = written.record_id
      and fact.superseded_at is null
    where written.relation = 'enrolment_status'
  ),
  changed as (
    select present.number, bool_or(not coalesce(present.is_same, false)) as is_changed
    from present
    group by present.number
  ),
  founded as (
    -- People whom a row made: what others have recorded of them since would lose its person.
    select written.number, written.record_id
    from written
    where written.relation = 'employment'
      and written.revision_before = 0
  ),
  used as (
    select distinct founded.number
    from founded
    where exists (
        select from kynang.enrolment as enrolment
        where enrolment.firm_id = batch_firm_id
          and enrolment.employee_id = founded.record_id
      )
      or exists (
        select from kynang.assessment as assessment
        where assessment.firm_id = batch_firm_id
          and assessment.employee_id = founded.record_id
      )
    union
    -- A merge is built upon both of its records.
    select distinct written.number
    from written
    join kynang.employee as record
      on record.firm_id = batch_firm_id
      and record.id = written.record_id
    where written.relation = 'employee'
      and (
        record.merged_into is not null
        or written.revision_before = 0
        and exists (
          select from kynang.employee as gone
          where gone.firm_id = batch_firm_id
            and gone.merged_into = record.id
        )
      )
    union
    select distinct written.number
    from written
    where written.relation = 'enrolment_status'
      and (
        exists (
          select from kynang.attendance as attendance
          where attendance.firm_id = batch_firm_id
            and attendance.enrolment_id = written.record_id
            and attendance.superseded_at is null
            and not attendance.is_void
            and attendance.minutes > 0
        )
        or exists (
          select from kynang.completion as completion
          where completion.firm_id = batch_firm_id
            and completion.enrolment_id = written.record_id
            and completion.superseded_at is null
            and not completion.is_void
        )
      )
  )
  select
    last.number, last.step, stepped.action, decided.employee_id,
    person.erased_at is not null, changed.is_changed, used.number is not null
  from last
  join kynang.import_step as stepped
    on stepped.firm_id = batch_firm_id
    and stepped.batch_id = wanted_batch_id
    and stepped.step = last.step
  join kynang.import_row as decided
    on decided.firm_id = batch_firm_id
    and decided.batch_id = wanted_batch_id
    and decided.number = last.number
  join changed
    on changed.number = last.number
  left join kynang.person as person
    on person.firm_id = batch_firm_id
    and person.employee_id = decided.employee_id
  left join used
    on used.number = last.number
$$;
comment on function kynang.import_obstacles(uuid, uuid) is
  'For each written row of a batch: its last step, and whether what it wrote was erased, changed or built upon since.';

revoke execute on function kynang.import_obstacles(uuid, uuid) from public;
grant execute on function kynang.import_obstacles(uuid, uuid) to kynang_firm, kynang_loader;

-- What a competency may be called in a file: with its framework's code, by its code alone (which then
-- is of the default framework first), or by its title.
create or replace function kynang.import_competencies()
returns table (key text, ids uuid[])
language sql stable
set search_path = pg_catalog
as $$
  with named as (
    select
      kynang.folded(framework.code || ' ' || competency.code) as key, 1 as rank, competency.id
    from kynang.competency as competency
    join kynang.framework as framework
      on framework.id = competency.framework_id
    union all
    select kynang.folded(competency.code), case when framework.is_default then 2 else 3 end, competency.id
    from kynang.competency as competency
    join kynang.framework as framework
      on framework.id = competency.framework_id
    union all
    select kynang.folded(text.title), case when framework.is_default then 4 else 5 end, competency.id
    from kynang.competency as competency
    join kynang.framework as framework
      on framework.id = competency.framework_id
    cross join lateral unnest(array[competency.title ->> 'vi', competency.title ->> 'en']) as text (title)
    where text.title is not null
  )
  select distinct on (ranked.key) ranked.key, ranked.ids
  from (
    select named.key, named.rank, array_agg(distinct named.id) as ids
    from named
    group by named.key, named.rank
  ) as ranked
  order by ranked.key, ranked.rank
$$;
comment on function kynang.import_competencies() is
  'The competencies that a text in a file may stand for, by the folded text.';
revoke execute on function kynang.import_competencies() from public;
grant execute on function kynang.import_competencies() to kynang_firm, kynang_loader;
