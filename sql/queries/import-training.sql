-- name: import.evaluate_assessments
-- Compares assessments with those of the same person, competency, kind and day.
-- $1 uuid firm, $2 uuid batch, $3 date today, $4 timestamptz now, $5 uuid[] roots in sight (null: the whole firm)
with entry as materialized (
  select
    entry.number, entry.problems, entry.entered ->> 'competencyKey' as competency_key,
    entry.entered ->> 'kind' as kind, (entry.entered ->> 'level')::integer as level,
    (entry.entered ->> 'result') = 'passed' as is_passed, (entry.entered ->> 'occurredOn')::date as occurred_on,
    (entry.entered ->> 'expiresOn')::date as expires_on, entry.entered ->> 'evidence' as evidence
  from kynang.import_entry as entry
  where entry.firm_id = $1
    and entry.batch_id = $2
),
meant as materialized (
  select meant.number, meant.employee_id, meant.candidates, meant.problem
  from kynang.import_people($1, $2, false, $5::uuid[], $3) as meant
),
wanted as materialized (
  select
    entry.number, entry.problems, entry.kind, entry.level, entry.is_passed, entry.occurred_on, entry.expires_on,
    entry.evidence, meant.employee_id, meant.candidates, meant.problem as people_problem,
    named.ids as competency_ids, framework.kind as framework_kind, framework.level_count,
    framework.code || ' ' || competency.code as competency_code
  from entry
  join meant
    on meant.number = entry.number
  left join kynang.import_competencies() as named
    on named.key = entry.competency_key
  left join kynang.competency as competency
    on competency.id = named.ids[1]
  left join kynang.framework as framework
    on framework.id = competency.framework_id
),
repeated as (
  select
    wanted.employee_id, wanted.competency_ids, wanted.kind, wanted.occurred_on,
    jsonb_build_object(
      'field', 'row', 'rule', 'import.assessment_twice', 'parameters', jsonb_build_object(
        'lines', string_agg(wanted.number::text, ', ' order by wanted.number))) as problem
  from wanted
  where wanted.employee_id is not null
    and wanted.competency_ids is not null
  group by wanted.employee_id, wanted.competency_ids, wanted.kind, wanted.occurred_on
  having count(*) > 1
),
compared as (
  select
    wanted.number, wanted.problems as entry_problems, wanted.kind, wanted.level, wanted.is_passed,
    wanted.occurred_on, wanted.expires_on, wanted.evidence, wanted.employee_id, wanted.candidates,
    wanted.people_problem, wanted.competency_ids, wanted.competency_code, present.id, present.revision,
    present.level as old_level, present.is_passed as old_is_passed, present.expires_on as old_expires_on,
    present.evidence as old_evidence,
    concat_ws(',',
      repeated.problem::text,
      case when wanted.competency_ids is null
        then '{"field":"competency","rule":"import.unknown_competency","parameters":{}}' end,
      case when cardinality(wanted.competency_ids) > 1
        then '{"field":"competency","rule":"import.competency_ambiguous","parameters":{}}' end,
      case when wanted.framework_kind = 'levels' and wanted.level is null
        then '{"field":"level","rule":"field.required","parameters":{}}' end,
      case when wanted.framework_kind = 'levels' and wanted.is_passed is not null
        then '{"field":"result","rule":"assessment.has_levels","parameters":{}}' end,
      case when wanted.framework_kind = 'levels' and wanted.level > wanted.level_count then
        '{"field":"level","rule":"field.out_of_range","parameters":{"lowest":"1","highest":"'
        || wanted.level_count || '"}}' end,
      case when wanted.framework_kind = 'pass_fail' and wanted.level is not null
        then '{"field":"level","rule":"assessment.is_passed_or_not","parameters":{}}' end,
      case when wanted.framework_kind = 'pass_fail' and wanted.is_passed is null
        then '{"field":"result","rule":"field.required","parameters":{}}' end,
      case when wanted.framework_kind = 'groups'
        then '{"field":"competency","rule":"assessment.framework_has_no_levels","parameters":{}}' end,
      case when wanted.expires_on < wanted.occurred_on
        then '{"field":"expiresOn","rule":"assessment.expires_before_it_was_made","parameters":{}}' end,
      -- What is recorded already is not judged again.
      case when wanted.employee_id is not null and employment.id is null and present.id is null
        then '{"field":"occurredOn","rule":"import.not_employed_then","parameters":{}}' end
    ) as found_problems
  from wanted
  left join kynang.employment as employment
    on employment.firm_id = $1
    and employment.id = wanted.employee_id
    and employment.superseded_at is null
    and not employment.is_void
    and employment.during @> wanted.occurred_on
    and not employment.away @> wanted.occurred_on
  left join kynang.assessment as present
    on present.firm_id = $1
    and present.employee_id = wanted.employee_id
    and present.competency_id = wanted.competency_ids[1]
    and present.kind = wanted.kind
    and present.occurred_on = wanted.occurred_on
    and present.superseded_at is null
    and not present.is_void
    and present.enrolment_id is null
  left join repeated
    on repeated.employee_id = wanted.employee_id
    and repeated.competency_ids = wanted.competency_ids
    and repeated.kind = wanted.kind
    and repeated.occurred_on = wanted.occurred_on
),
judged as (
  -- Two recorded alike on one day stay two: the first of them is compared.
  select distinct on (compared.number)
    compared.number, compared.kind, compared.level, compared.is_passed, compared.occurred_on,
    compared.expires_on, compared.evidence, compared.employee_id, compared.candidates, compared.competency_ids,
    compared.competency_code, compared.id, compared.revision, compared.old_level, compared.old_is_passed,
    compared.old_expires_on, compared.old_evidence,
    case
      when compared.entry_problems is not null or compared.found_problems <> '' then 'error'
      when compared.candidates <> '{}' then 'ambiguous'
      when compared.people_problem is not null then 'error'
      when compared.id is null then 'create'
      when compared.level is distinct from compared.old_level
        or compared.is_passed is distinct from compared.old_is_passed
        or compared.expires_on is not null and compared.expires_on is distinct from compared.old_expires_on
        or compared.evidence is distinct from compared.old_evidence then 'change'
      else 'same'
    end as verdict,
    case
      when compared.entry_problems is not null or compared.found_problems <> '' then
        coalesce(compared.entry_problems, '[]'::jsonb) || ('[' || compared.found_problems || ']')::jsonb
      when compared.people_problem is not null then jsonb_build_array(compared.people_problem)
      else '[]'::jsonb
    end as problems
  from compared
  order by compared.number, compared.id
)
insert into kynang.import_row (
  firm_id, batch_id, number, verdict, employee_id, target, changes, problems, candidates)
select
  $1, $2, judged.number, judged.verdict, judged.employee_id,
  case when judged.verdict in ('create', 'change') then
    jsonb_build_object(
      'competencyId', judged.competency_ids[1], 'oldId', judged.id, 'oldRevision', judged.revision,
      'newId', case when judged.id is null then kynang.uuid_v7($4) end)
  else '{}'::jsonb end,
  case when judged.verdict in ('create', 'change') then
    jsonb_build_array(
      jsonb_build_object('field', 'competency', 'after', judged.competency_code),
      jsonb_build_object('field', 'kind', 'after', judged.kind),
      jsonb_build_object('field', 'occurredOn', 'after', judged.occurred_on::text),
      jsonb_build_object('field', 'level', 'before', judged.old_level::text, 'after', judged.level::text),
      jsonb_build_object(
        'field', 'isPassed', 'before', judged.old_is_passed::text, 'after', judged.is_passed::text),
      jsonb_build_object(
        'field', 'expiresOn', 'before', judged.old_expires_on::text,
        'after', coalesce(judged.expires_on, judged.old_expires_on)::text))
    || case
      when judged.evidence is distinct from judged.old_evidence then '[{"field": "evidence"}]'::jsonb
      else '[]'::jsonb
    end
  else '[]'::jsonb end,
  judged.problems, judged.candidates
from judged;

-- name: import.write_assessments
-- First and next revisions of the assessments of a file.
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 uuid account
with former as (
  update kynang.assessment as present
  set superseded_at = $3
  from kynang.import_row as decided
  where decided.firm_id = $1
    and decided.batch_id = $2
    and decided.verdict = 'change'
    and present.firm_id = $1
    and present.id = (decided.target ->> 'oldId')::uuid
    and present.revision = (decided.target ->> 'oldRevision')::integer
    and present.superseded_at is null
  returning decided.number, present.id, present.revision, present.expires_on, present.evidence_url
),
wanted as (
  select
    decided.number, coalesce(former.id, (decided.target ->> 'newId')::uuid) as id,
    coalesce(former.revision, 0) as revision_before, decided.employee_id,
    (decided.target ->> 'competencyId')::uuid as competency_id, entry.entered,
    former.expires_on as old_expires_on, former.evidence_url
  from kynang.import_row as decided
  join kynang.import_entry as entry
    on entry.firm_id = $1
    and entry.batch_id = $2
    and entry.number = decided.number
  left join former
    on former.number = decided.number
  where decided.firm_id = $1
    and decided.batch_id = $2
    and (decided.verdict = 'create' or former.id is not null)
),
written as (
  insert into kynang.assessment (
    firm_id, id, revision, employee_id, competency_id, kind, grade, level, is_passed, occurred_on, expires_on,
    evidence, evidence_url, recorded_at, recorded_by)
  select
    $1, wanted.id, wanted.revision_before + 1, wanted.employee_id, wanted.competency_id,
    wanted.entered ->> 'kind',
    case wanted.entered ->> 'kind'
      when 'test' then 'tested'
      when 'certificate' then 'certified'
      else 'observed_manager'
    end,
    (wanted.entered ->> 'level')::integer, (wanted.entered ->> 'result') = 'passed',
    (wanted.entered ->> 'occurredOn')::date,
    coalesce((wanted.entered ->> 'expiresOn')::date, wanted.old_expires_on), wanted.entered ->> 'evidence',
    wanted.evidence_url, $3, $4
  from wanted
)
insert into kynang.import_write (
  firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after)
select
  $1, $2, wanted.number, 1, 'assessment', wanted.id, wanted.revision_before, wanted.revision_before + 1
from wanted;

-- name: import.trainees
-- Rows about somebody in a run: whom each means, the run that its code names, and their enrolment in it.
-- $1 uuid firm, $2 uuid batch, $3 date today, $4 uuid[] roots in sight (null: the whole firm)
with entry as materialized (
  select
    entry.number, entry.problems, entry.entered ->> 'courseRunKey' as run_key,
    entry.entered ->> 'state' as state, entry.entered ->> 'result' as result,
    (entry.entered ->> 'score')::float8 as score
  from kynang.import_entry as entry
  where entry.firm_id = $1
    and entry.batch_id = $2
),
leaving as (
  select distinct past.employee_id, past.course_run_id
  from kynang.enrolment_status as past
  where past.firm_id = $1
    and past.superseded_at is null
    and not past.is_void
    and past.state in ('withdrawn', 'cancelled')
),
named as (
  select kynang.folded(run.code) as key, array_agg(run.id) as ids, min(run.code) as code
  from kynang.course_run as run
  group by kynang.folded(run.code)
)
select
  entry.number, entry.problems::text as problems, meant.employee_id, meant.candidates,
  meant.problem::text as people_problem, coalesce(cardinality(named.ids), 0) as run_count,
  named.ids[1] as course_run_id, named.code as course_run_code, status.id as enrolment_id,
  leaving.employee_id is not null as has_left, entry.state, entry.result, entry.score
from entry
join kynang.import_people($1, $2, false, $4::uuid[], $3) as meant
  on meant.number = entry.number
left join named
  on named.key = entry.run_key
left join kynang.enrolment_status as status
  on status.firm_id = $1
  and status.employee_id = meant.employee_id
  and status.course_run_id = named.ids[1]
  and status.superseded_at is null
  and not status.is_void
  and status.state <> 'withdrawn'
left join leaving
  on leaving.employee_id = meant.employee_id
  and leaving.course_run_id = named.ids[1]
order by entry.number;

-- name: import.evaluate_attendance
-- Compares marks of half-days with the present ones, in classes of the firm itself.
-- $1 uuid firm, $2 uuid batch, $3 date today, $4 timestamptz now, $5 uuid[] roots in sight (null: the whole firm)
with entry as materialized (
  select
    entry.number, entry.problems, entry.entered ->> 'courseRunKey' as run_key,
    (entry.entered ->> 'heldOn')::date as held_on, entry.entered ->> 'halfDay' as half_day,
    entry.entered ->> 'mark' as mark, (entry.entered ->> 'minutes')::integer as minutes
  from kynang.import_entry as entry
  where entry.firm_id = $1
    and entry.batch_id = $2
),
named as (
  select kynang.folded(run.code) as key, array_agg(run.id) as ids, min(run.code) as code
  from kynang.course_run as run
  where run.owner_id = $1
  group by kynang.folded(run.code)
),
wanted as materialized (
  select
    entry.number, entry.problems, entry.held_on, entry.half_day, entry.mark, entry.minutes, meant.employee_id,
    meant.candidates, meant.problem as people_problem, named.ids[1] as run_id,
    coalesce(cardinality(named.ids), 0) as run_count, named.code as run_code, session.id as session_id,
    session.state as session_state,
    (extract(epoch from case entry.half_day
      when 'morning' then upper(session.morning) - lower(session.morning)
      else upper(session.afternoon) - lower(session.afternoon)
    end) / 60)::integer as length,
    status.id as enrolment_id
  from entry
  join kynang.import_people($1, $2, false, $5::uuid[], $3) as meant
    on meant.number = entry.number
  left join named
    on named.key = entry.run_key
  left join lateral (
    select held.id, held.state, held.morning, held.afternoon
    from kynang.session as held
    where held.course_run_id = named.ids[1]
      and held.held_on = entry.held_on
    order by
      case entry.half_day when 'morning' then held.morning is null else held.afternoon is null end, held.ordinal
    limit 1
  ) as session on true
  left join kynang.enrolment_status as status
    on status.firm_id = $1
    and status.employee_id = meant.employee_id
    and status.course_run_id = named.ids[1]
    and status.superseded_at is null
    and not status.is_void
    and status.state = 'enrolled'
),
repeated as (
  select
    wanted.enrolment_id, wanted.session_id, wanted.half_day,
    jsonb_build_object(
      'field', 'row', 'rule', 'import.mark_twice', 'parameters', jsonb_build_object(
        'lines', string_agg(wanted.number::text, ', ' order by wanted.number))) as problem
  from wanted
  where wanted.enrolment_id is not null
    and wanted.session_id is not null
  group by wanted.enrolment_id, wanted.session_id, wanted.half_day
  having count(*) > 1
),
compared as (
  select
    wanted.number, wanted.problems as entry_problems, wanted.employee_id, wanted.candidates,
    wanted.people_problem, wanted.run_id, wanted.run_code, wanted.session_id, wanted.enrolment_id,
    wanted.held_on, wanted.half_day, wanted.mark,
    case when wanted.mark in ('present', 'late') then coalesce(wanted.minutes, wanted.length) else 0 end as minutes,
    present.id, present.revision, present.mark as old_mark, present.minutes as old_minutes,
    concat_ws(',',
      repeated.problem::text,
      case when wanted.run_count = 0
        then '{"field":"courseRun","rule":"import.not_a_class_of_the_firm","parameters":{}}' end,
      case when wanted.run_count > 0 and wanted.session_id is null
        then '{"field":"heldOn","rule":"import.no_such_session","parameters":{}}' end,
      -- The same again is no change, whatever has become of the session.
      case when wanted.session_state = 'closed'
        and (present.mark, present.minutes) is distinct from (
          wanted.mark,
          case when wanted.mark in ('present', 'late') then coalesce(wanted.minutes, wanted.length) else 0 end)
        then '{"field":"heldOn","rule":"attendance.session_closed","parameters":{}}' end,
      case when wanted.session_state = 'cancelled'
        then '{"field":"heldOn","rule":"attendance.session_cancelled","parameters":{}}' end,
      case when wanted.session_id is not null and wanted.length is null
        then '{"field":"halfDay","rule":"attendance.no_such_half_day","parameters":{}}' end,
      case when wanted.employee_id is not null and wanted.run_count > 0 and wanted.enrolment_id is null
        then '{"field":"row","rule":"attendance.not_in_class","parameters":{}}' end,
      case when wanted.minutes > wanted.length then
        '{"field":"minutes","rule":"attendance.longer_than_half_day","parameters":{"minutes":"'
        || wanted.length || '"}}' end
    ) as found_problems
  from wanted
  left join kynang.attendance as present
    on present.firm_id = $1
    and present.enrolment_id = wanted.enrolment_id
    and present.session_id = wanted.session_id
    and present.half_day = wanted.half_day
    and present.superseded_at is null
    and not present.is_void
  left join repeated
    on repeated.enrolment_id = wanted.enrolment_id
    and repeated.session_id = wanted.session_id
    and repeated.half_day = wanted.half_day
),
judged as (
  select
    compared.number, compared.employee_id, compared.candidates, compared.run_id, compared.run_code,
    compared.session_id, compared.enrolment_id, compared.held_on, compared.half_day, compared.mark,
    compared.minutes, compared.id, compared.revision, compared.old_mark, compared.old_minutes,
    case
      when compared.entry_problems is not null or compared.found_problems <> '' then 'error'
      when compared.candidates <> '{}' then 'ambiguous'
      when compared.people_problem is not null then 'error'
      when compared.id is null then 'create'
      when compared.mark <> compared.old_mark or compared.minutes <> compared.old_minutes then 'change'
      else 'same'
    end as verdict,
    case
      when compared.entry_problems is not null or compared.found_problems <> '' then
        coalesce(compared.entry_problems, '[]'::jsonb) || ('[' || compared.found_problems || ']')::jsonb
      when compared.people_problem is not null then jsonb_build_array(compared.people_problem)
      else '[]'::jsonb
    end as problems
  from compared
)
insert into kynang.import_row (
  firm_id, batch_id, number, verdict, employee_id, target, changes, problems, candidates)
select
  $1, $2, judged.number, judged.verdict, judged.employee_id,
  case when judged.verdict in ('create', 'change') then
    jsonb_build_object(
      'courseRunId', judged.run_id, 'sessionId', judged.session_id, 'enrolmentId', judged.enrolment_id,
      'minutes', judged.minutes, 'oldId', judged.id, 'oldRevision', judged.revision,
      'newId', case when judged.id is null then kynang.uuid_v7($4) end)
  else '{}'::jsonb end,
  case when judged.verdict in ('create', 'change') then
    jsonb_build_array(
      jsonb_build_object('field', 'courseRun', 'after', judged.run_code),
      jsonb_build_object('field', 'heldOn', 'after', judged.held_on::text),
      jsonb_build_object('field', 'halfDay', 'after', judged.half_day),
      jsonb_build_object('field', 'mark', 'before', judged.old_mark, 'after', judged.mark),
      jsonb_build_object('field', 'minutes', 'before', judged.old_minutes::text, 'after', judged.minutes::text))
  else '[]'::jsonb end,
  judged.problems, judged.candidates
from judged;

-- name: import.lock_sessions
-- The open sessions whose marks a batch writes, kept from being closed meanwhile; fewer than wanted: one was.
-- $1 uuid firm, $2 uuid batch
with wanted as materialized (
  select distinct (decided.target ->> 'sessionId')::uuid as id
  from kynang.import_row as decided
  where decided.firm_id = $1
    and decided.batch_id = $2
    and decided.verdict in ('create', 'change')
),
held as materialized (
  select session.id
  from kynang.session as session
  where session.id in (select wanted.id from wanted)
    and session.state = 'open'
  order by session.id
  for no key update
)
select (select count(*) from wanted) = (select count(*) from held) as are_open;

-- name: import.write_attendance
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 uuid account
with former as (
  update kynang.attendance as present
  set superseded_at = $3
  from kynang.import_row as decided
  where decided.firm_id = $1
    and decided.batch_id = $2
    and decided.verdict = 'change'
    and present.firm_id = $1
    and present.id = (decided.target ->> 'oldId')::uuid
    and present.revision = (decided.target ->> 'oldRevision')::integer
    and present.superseded_at is null
  returning decided.number, present.id, present.revision
),
wanted as (
  select
    decided.number, coalesce(former.id, (decided.target ->> 'newId')::uuid) as id,
    coalesce(former.revision, 0) as revision_before, decided.target, entry.entered
  from kynang.import_row as decided
  join kynang.import_entry as entry
    on entry.firm_id = $1
    and entry.batch_id = $2
    and entry.number = decided.number
  left join former
    on former.number = decided.number
  where decided.firm_id = $1
    and decided.batch_id = $2
    and (decided.verdict = 'create' or former.id is not null)
),
written as (
  insert into kynang.attendance (
    firm_id, id, revision, enrolment_id, course_run_id, session_id, half_day, mark, minutes, source, occurred_on,
    recorded_at, recorded_by)
  select
    $1, wanted.id, wanted.revision_before + 1, (wanted.target ->> 'enrolmentId')::uuid,
    (wanted.target ->> 'courseRunId')::uuid, (wanted.target ->> 'sessionId')::uuid,
    wanted.entered ->> 'halfDay', wanted.entered ->> 'mark', (wanted.target ->> 'minutes')::integer, 'import',
    (wanted.entered ->> 'heldOn')::date, $3, $4
  from wanted
)
insert into kynang.import_write (
  firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after)
select
  $1, $2, wanted.number, 1, 'attendance', wanted.id, wanted.revision_before, wanted.revision_before + 1
from wanted;

-- name: import.note_spent
-- Enrolments whose committed money their completion is about to spend: it is a part of what the row writes.
-- $1 uuid firm, $2 uuid batch, $3 integer[] row numbers, $4 uuid[] enrolments
insert into kynang.import_write (
  firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after)
select $1, $2, line.number, 1, 'enrolment_status', status.id, status.revision, status.revision + 1
from unnest($3::integer[], $4::uuid[]) as line (number, enrolment_id)
join kynang.enrolment_status as status
  on status.firm_id = $1
  and status.id = line.enrolment_id
  and status.superseded_at is null
  and not status.is_void
  and status.money_state = 'committed';
