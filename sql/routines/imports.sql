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
  unnamed as materialized (
    -- Rows whose code is nobody's: their names are compared.
    select entry.number, entry.code_key, entry.name_key, entry.birth_on, entry.phone
    from entry
    left join by_code
      on by_code.number = entry.number
    where by_code.employee_id is null
      and entry.name_key is not null
  ),
  namesake_record as (
    -- Those of one birth date apart from those of whom one is not known: a large firm has a hundred of some
    -- names, and pairs born on different days are two people.
    select unnamed.number, unnamed.code_key, unnamed.phone, staff.id, staff.phone as known_phone, true as is_same_birth
    from unnamed
    join staff
      on staff.search_key = unnamed.name_key
      and staff.birth_on = unnamed.birth_on
    union all
    select unnamed.number, unnamed.code_key, unnamed.phone, staff.id, staff.phone, false
    from unnamed
    join staff
      on staff.search_key = unnamed.name_key
    where unnamed.birth_on is null
    union all
    select unnamed.number, unnamed.code_key, unnamed.phone, staff.id, staff.phone, false
    from unnamed
    join staff
      on staff.search_key = unnamed.name_key
    where unnamed.birth_on is not null
      and staff.birth_on is null
  ),
  namesake as (
    -- A namesake whose own code has a row of its own is somebody else.
    select
      record.number, record.id, bool_or(record.is_same_birth) as is_same_birth,
      bool_or(coalesce(record.known_phone = record.phone, false)) as is_same_phone
    from namesake_record as record
    left join claimed_person
      on claimed_person.id = record.id
    where record.code_key is null
      or claimed_person.id is null
    group by record.number, record.id
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

-- The records that a batch wrote as they stand now: the one place that knows what imports write.
create or replace function kynang.import_present(batch_firm_id uuid, wanted_batch_id uuid)
returns table (relation text, record_id uuid, revision integer, recorded_at timestamptz, reason text)
language sql stable
set search_path = pg_catalog
as $$
  with written as materialized (
    select distinct write.relation, write.record_id
    from kynang.import_write as write
    where write.firm_id = batch_firm_id
      and write.batch_id = wanted_batch_id
  )
  select written.relation, written.record_id, header.version, null::timestamptz, null::text
  from written
  join kynang.employee as header
    on header.firm_id = batch_firm_id
    and header.id = written.record_id
  where written.relation = 'employee'
  union all
  select written.relation, written.record_id, fact.revision, fact.recorded_at, fact.reason
  from written
  join kynang.employment as fact
    on fact.firm_id = batch_firm_id
    and fact.id = written.record_id
    and fact.superseded_at is null
  where written.relation = 'employment'
  union all
  select written.relation, written.record_id, fact.revision, fact.recorded_at, fact.reason
  from written
  join kynang.assignment as fact
    on fact.firm_id = batch_firm_id
    and fact.id = written.record_id
    and fact.superseded_at is null
  where written.relation = 'assignment'
  union all
  select written.relation, written.record_id, fact.revision, fact.recorded_at, fact.reason
  from written
  join kynang.role_requirement as fact
    on fact.firm_id = batch_firm_id
    and fact.id = written.record_id
    and fact.superseded_at is null
  where written.relation = 'role_requirement'
  union all
  select written.relation, written.record_id, fact.revision, fact.recorded_at, fact.reason
  from written
  join kynang.assessment as fact
    on fact.firm_id = batch_firm_id
    and fact.id = written.record_id
    and fact.superseded_at is null
  where written.relation = 'assessment'
  union all
  select written.relation, written.record_id, fact.revision, fact.recorded_at, fact.reason
  from written
  join kynang.attendance as fact
    on fact.firm_id = batch_firm_id
    and fact.id = written.record_id
    and fact.superseded_at is null
  where written.relation = 'attendance'
  union all
  select written.relation, written.record_id, fact.revision, fact.recorded_at, fact.reason
  from written
  join kynang.completion as fact
    on fact.firm_id = batch_firm_id
    and fact.id = written.record_id
    and fact.superseded_at is null
  where written.relation = 'completion'
  union all
  select written.relation, written.record_id, fact.revision, fact.recorded_at, fact.reason
  from written
  join kynang.enrolment_status as fact
    on fact.firm_id = batch_firm_id
    and fact.id = written.record_id
    and fact.superseded_at is null
  where written.relation = 'enrolment_status'
  union all
  select written.relation, written.record_id, fact.revision, fact.recorded_at, fact.reason
  from written
  join kynang.observation as fact
    on fact.firm_id = batch_firm_id
    and fact.id = written.record_id
    and fact.superseded_at is null
  where written.relation = 'observation'
  union all
  select written.relation, written.record_id, fact.revision, fact.recorded_at, fact.reason
  from written
  join kynang.support as fact
    on fact.firm_id = batch_firm_id
    and fact.id = written.record_id
    and fact.superseded_at is null
  where written.relation = 'support'
$$;
comment on function kynang.import_present(uuid, uuid) is
  'The present revision of every record that a batch wrote; a person''s header has a version alone.';

revoke execute on function kynang.import_present(uuid, uuid) from public;
grant execute on function kynang.import_present(uuid, uuid) to kynang_firm, kynang_loader;

-- What stands in the way of undoing the last step of each row of a batch. What it gives has changed.
drop function if exists kynang.import_obstacles(uuid, uuid);
create function kynang.import_obstacles(batch_firm_id uuid, wanted_batch_id uuid)
returns table (
  number integer, step integer, action text, employee_id uuid, is_erased boolean, is_changed boolean,
  is_used boolean, changed_relation text, changed_at timestamptz, changed_reason text
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
    select
      write.number, write.relation, present.revision is distinct from write.revision_after as is_changed,
      present.recorded_at, present.reason
    from last
    join kynang.import_write as write
      on write.firm_id = batch_firm_id
      and write.batch_id = wanted_batch_id
      and write.number = last.number
      and write.step = last.step
    left join kynang.import_present(batch_firm_id, wanted_batch_id) as present
      on present.relation = write.relation
      and present.record_id = write.record_id
  ),
  changed as (
    -- The latest change says what has happened; a header that others changed with it says less.
    select distinct on (written.number) written.number, written.relation, written.recorded_at, written.reason
    from written
    where written.is_changed
    order by written.number, written.recorded_at desc nulls last, written.relation
  ),
  founded as (
    -- Records that a row made: what others have recorded since would lose what it stands on.
    select write.number, write.relation, write.record_id
    from kynang.import_write as write
    where write.firm_id = batch_firm_id
      and write.batch_id = wanted_batch_id
      and write.step = 1
      and write.revision_before = 0
  ),
  used as (
    select distinct founded.number
    from founded
    where founded.relation = 'employment'
      and (
        exists (
          select from kynang.enrolment as enrolment
          where enrolment.firm_id = batch_firm_id
            and enrolment.employee_id = founded.record_id
        )
        or exists (
          select from kynang.assessment as assessment
          where assessment.firm_id = batch_firm_id
            and assessment.employee_id = founded.record_id
        )
      )
      or founded.relation = 'enrolment_status'
      and (
        exists (
          select from kynang.attendance as attendance
          where attendance.firm_id = batch_firm_id
            and attendance.enrolment_id = founded.record_id
            and attendance.superseded_at is null
            and not attendance.is_void
            and attendance.minutes > 0
        )
        or exists (
          select from kynang.completion as completion
          where completion.firm_id = batch_firm_id
            and completion.enrolment_id = founded.record_id
            and completion.superseded_at is null
            and not completion.is_void
        )
      )
    union
    select distinct write.number
    from kynang.import_write as write
    join kynang.attendance as attendance
      on attendance.firm_id = batch_firm_id
      and attendance.id = write.record_id
      and attendance.superseded_at is null
    join kynang.session as held
      on held.id = attendance.session_id
      and held.state <> 'open'
    where write.firm_id = batch_firm_id
      and write.batch_id = wanted_batch_id
      and write.step = 1
      and write.relation = 'attendance'
    union
    -- A merge is built upon both of its records.
    select distinct write.number
    from last
    join kynang.import_write as write
      on write.firm_id = batch_firm_id
      and write.batch_id = wanted_batch_id
      and write.number = last.number
      and write.step = last.step
      and write.relation = 'employee'
    join kynang.employee as record
      on record.firm_id = batch_firm_id
      and record.id = write.record_id
    where record.merged_into is not null
      or write.revision_before = 0
      and exists (
        select from kynang.employee as gone
        where gone.firm_id = batch_firm_id
          and gone.merged_into = record.id
      )
  )
  select
    last.number, last.step, stepped.action, decided.employee_id,
    person.erased_at is not null, changed.number is not null, used.number is not null,
    changed.relation, coalesce(person.erased_at, changed.recorded_at), changed.reason
  from last
  join kynang.import_step as stepped
    on stepped.firm_id = batch_firm_id
    and stepped.batch_id = wanted_batch_id
    and stepped.step = last.step
  join kynang.import_row as decided
    on decided.firm_id = batch_firm_id
    and decided.batch_id = wanted_batch_id
    and decided.number = last.number
  left join changed
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

-- The same for every relation of facts: the present revision is superseded, and the next says what an
-- earlier one said, or is void where there was none. The name of the table is one of a list, never a text
-- from outside. All of them are superseded before the first is restored: two may have changed places.
create or replace function kynang.import_restore(
  batch_firm_id uuid, wanted_batch_id uuid, wanted_step integer, wanted_relation text, at_time timestamptz,
  account uuid, why text
)
returns integer
language plpgsql
set search_path = pg_catalog
as $$
declare
  restored integer;
begin
  if wanted_relation not in (
    'employment', 'assignment', 'role_requirement', 'assessment', 'attendance', 'completion',
    'enrolment_status', 'observation', 'support'
  ) then
    raise exception 'imports do not write %', wanted_relation;
  end if;
  execute format(
    $statement$
      with superseded as (
        update kynang.%1$I as present
        set superseded_at = $4
        from kynang.import_write as planned
        where planned.firm_id = $1
          and planned.batch_id = $2
          and planned.step = $3
          and planned.relation = $7
          and present.firm_id = $1
          and present.id = planned.record_id
          and present.superseded_at is null
          -- An enrolment that is to be withdrawn has been, with its seat.
          and present.revision < planned.revision_after
        returning
          present.id, to_jsonb(present) as said, planned.revision_before, planned.revision_after,
          planned.restored_revision
      ),
      all_superseded as materialized (
        select count(*) as rows
        from superseded
      ),
      -- Made once for each record: spread out where it is made, it would be made for each of its columns.
      restored as materialized (
        select
          jsonb_populate_record(
            -- No table has a column of this name, which would be meant first.
            earlier_fact,
            -- What a merge moved stays with whom it was moved to: nothing but its undoing undoes a merge.
            jsonb_strip_nulls(
              jsonb_build_object(
                'employee_id', superseded.said -> 'employee_id', 'enrolment_id', superseded.said -> 'enrolment_id'))
            || jsonb_build_object(
              'revision', superseded.revision_after, 'recorded_at', $4, 'recorded_by', $5, 'reason', $6,
              'superseded_at', null, 'is_void', superseded.restored_revision = 0 or earlier_fact.is_void)) as fact
        from superseded
        join kynang.%1$I as earlier_fact
          on earlier_fact.firm_id = $1
          and earlier_fact.id = superseded.id
          and earlier_fact.revision = case
            when superseded.restored_revision = 0 then superseded.revision_before
            else superseded.restored_revision
          end
        where (select all_superseded.rows from all_superseded) > 0
      )
      insert into kynang.%1$I
      select (restored.fact).*
      from restored
    $statement$,
    wanted_relation)
  using batch_firm_id, wanted_batch_id, wanted_step, at_time, account, why, wanted_relation;
  get diagnostics restored = row_count;
  return restored;
end
$$;
comment on function kynang.import_restore(uuid, uuid, integer, text, timestamptz, uuid, text) is
  'Brings the records of one relation back to what they were before the step that a step undoes; how many.';

revoke execute on function kynang.import_restore(uuid, uuid, integer, text, timestamptz, uuid, text) from public;
grant execute on function kynang.import_restore(uuid, uuid, integer, text, timestamptz, uuid, text)
  to kynang_firm, kynang_loader;

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

-- What a job role of a firm may be called in a file: by its code before its title.
create or replace function kynang.import_job_roles(batch_firm_id uuid)
returns table (key text, ids uuid[], title text)
language sql stable
set search_path = pg_catalog
as $$
  select distinct on (named.key) named.key, named.ids, named.title
  from (
    select
      kynang.folded(role.code) as key, 1 as rank, array_agg(role.id) as ids,
      min(coalesce(role.title ->> 'vi', role.title ->> 'en')) as title
    from kynang.job_role as role
    where role.firm_id = batch_firm_id
      and role.is_active
    group by kynang.folded(role.code)
    union all
    select
      kynang.folded(text.title), 2, array_agg(distinct role.id),
      min(coalesce(role.title ->> 'vi', role.title ->> 'en'))
    from kynang.job_role as role
    cross join lateral unnest(array[role.title ->> 'vi', role.title ->> 'en']) as text (title)
    where role.firm_id = batch_firm_id
      and role.is_active
      and text.title is not null
    group by kynang.folded(text.title)
  ) as named
  order by named.key, named.rank
$$;
comment on function kynang.import_job_roles(uuid) is
  'The job roles of a firm that a text in a file may stand for, by the folded text.';
revoke execute on function kynang.import_job_roles(uuid) from public;
grant execute on function kynang.import_job_roles(uuid) to kynang_firm, kynang_loader;

-- What units and job roles are called in a form: by their name where no other is called so, else by code.
create or replace function kynang.import_labels(batch_firm_id uuid)
returns table (field text, id uuid, label text)
language sql stable
set search_path = pg_catalog
as $$
  with named as (
    select 'unit' as field, unit.id, unit.code, placement.name
    from kynang.unit as unit
    join kynang.unit_placement as placement
      on placement.firm_id = batch_firm_id
      and placement.id = unit.id
      and placement.superseded_at is null
      and not placement.is_void
    where unit.firm_id = batch_firm_id
    union all
    select 'jobRole', role.id, role.code, coalesce(role.title ->> 'vi', role.title ->> 'en')
    from kynang.job_role as role
    where role.firm_id = batch_firm_id
      and role.is_active
  ),
  called as (
    select named.field, kynang.folded(text.said) as key, count(distinct named.id) as owners
    from named
    cross join lateral unnest(array[named.code, named.name]) as text (said)
    group by named.field, kynang.folded(text.said)
  )
  select distinct named.field, named.id, case when called.owners = 1 then named.name else named.code end
  from named
  join called
    on called.field = named.field
    and called.key = kynang.folded(named.name)
$$;
comment on function kynang.import_labels(uuid) is
  'What the units and job roles of a firm are called in a form: by name, or by code where two share a name.';
revoke execute on function kynang.import_labels(uuid) from public;
grant execute on function kynang.import_labels(uuid) to kynang_firm, kynang_loader;

-- The people whom a caller answers for: of some units on a day, or everyone.
create or replace function kynang.import_sight(batch_firm_id uuid, roots uuid[], on_day date)
returns setof uuid
language sql stable
set search_path = pg_catalog
as $$
  select employee.id
  from kynang.employee as employee
  where employee.firm_id = batch_firm_id
    and (
      roots is null
      or exists (
        select from kynang.assignment as place
        where place.firm_id = batch_firm_id
          and place.employee_id = employee.id
          and place.superseded_at is null
          and not place.is_void
          and place.during @> on_day
          and place.unit_id in (select kynang.unit_subtree(batch_firm_id, roots))
      )
    )
$$;
comment on function kynang.import_sight(uuid, uuid[], date) is
  'The people of a firm who are in some of its units on a day; everyone where no unit is named.';
revoke execute on function kynang.import_sight(uuid, uuid[], date) from public;
grant execute on function kynang.import_sight(uuid, uuid[], date) to kynang_firm, kynang_loader;
