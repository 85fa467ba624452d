-- Records of one firm that may be one human, and what accounts may be when two records become one.
-- The units below a unit are found by a routine that is made after this one.
set local check_function_bodies = off;

create or replace function kynang.likely_duplicate(firm uuid, roots uuid[], on_day date)
returns table (first_id uuid, second_id uuid, points integer, evidence text[])
language sql stable
set search_path = pg_catalog
-- Rows of one statement have no statistics: expecting one, the planner would compare all with all.
set enable_nestloop = off
set jit = off
as $$
  with staff as materialized (
    select
      employee.id, regexp_replace(lower(employee.code), '[^a-z0-9]|(?<![0-9])0+(?=[0-9])', '', 'g') as code_key,
      person.search_key as name_key,
      (
        select string_agg(word.text, ' ' order by word.text)
        from regexp_split_to_table(person.search_key, ' ') as word (text)
      ) as words_key,
      person.birth_on, person.phone, lower(person.email) as email, employment.during
    from kynang.employee as employee
    join kynang.person as person
      on person.firm_id = firm
      and person.employee_id = employee.id
      and person.erased_at is null
    join kynang.employment as employment
      on employment.firm_id = firm
      and employment.id = employee.id
      and employment.superseded_at is null
      and not employment.is_void
    where employee.firm_id = firm
      and employee.merged_into is null
      and (
        roots is null
        or employee.id in (
          select place.employee_id
          from kynang.assignment as place
          where place.firm_id = firm
            and place.superseded_at is null
            and not place.is_void
            and place.during @> on_day
            and place.unit_id in (select kynang.unit_subtree(firm, roots))
        )
      )
  ),
  -- A number that many share is a switchboard, and a name that many bear says little.
  counted as materialized (
    select
      staff.*,
      count(*) over (partition by staff.words_key) as namesakes,
      count(*) over (partition by staff.phone) as phone_holders,
      count(*) over (partition by staff.email) as email_holders
    from staff
  ),
  candidate as (
    select one.id as first_id, other.id as second_id
    from counted as one
    join counted as other
      on other.words_key = one.words_key
      and other.birth_on = one.birth_on
    where one.id < other.id
    union
    select one.id, other.id
    from counted as one
    join counted as other
      on other.words_key = one.words_key
    where one.namesakes between 2 and 6
      and one.id < other.id
    union
    select one.id, other.id
    from counted as one
    join counted as other
      on other.phone = one.phone
    where one.phone_holders between 2 and 4
      and one.id < other.id
    union
    select one.id, other.id
    from counted as one
    join counted as other
      on other.email = one.email
    where one.email_holders between 2 and 4
      and one.id < other.id
  ),
  compared as (
    select
      one.id as first_id, other.id as second_id,
      case
        when one.name_key = other.name_key then 'same_name'
        when one.words_key = other.words_key then 'same_words'
        else 'other_name'
      end as name,
      case
        when one.birth_on = other.birth_on then 'same_birth'
        when one.birth_on is null and other.birth_on is null then 'no_birth'
        when one.birth_on is null or other.birth_on is null then 'one_birth'
        when extract(year from one.birth_on) = extract(year from other.birth_on)
          and extract(month from one.birth_on) = extract(day from other.birth_on)
          and extract(day from one.birth_on) = extract(month from other.birth_on) then 'swapped_birth'
        else 'other_birth'
      end as birth,
      case when one.phone = other.phone and one.phone_holders < 5 then 'same_phone' end as phone,
      case when one.email = other.email and one.email_holders < 5 then 'same_email' end as email,
      case when one.code_key = other.code_key then 'similar_code' end as code,
      case
        when one.during && other.during then 'worked_together'
        when one.during -|- other.during then 'followed'
        when greatest(lower(one.during), lower(other.during))
          - least(upper(one.during), upper(other.during)) <= 31 then 'followed'
        else 'returned'
      end as work
    from candidate
    join counted as one
      on one.id = candidate.first_id
    join counted as other
      on other.id = candidate.second_id
  ),
  -- Nobody sits in one lesson twice.
  met as (
    select compared.first_id, compared.second_id
    from compared
    where exists (
      select
      from kynang.enrolment as here
      join kynang.enrolment as there
        on there.firm_id = firm
        and there.employee_id = compared.second_id
        and there.course_run_id = here.course_run_id
      join kynang.attendance as mark
        on mark.firm_id = firm
        and mark.enrolment_id = here.id
        and mark.minutes > 0
        and mark.superseded_at is null
        and not mark.is_void
      join kynang.attendance as other
        on other.firm_id = firm
        and other.enrolment_id = there.id
        and other.session_id = mark.session_id
        and other.half_day = mark.half_day
        and other.minutes > 0
        and other.superseded_at is null
        and not other.is_void
      where here.firm_id = firm
        and here.employee_id = compared.first_id
    )
  ),
  apart as materialized (
    select
      coalesce(one.merged_into, one.id) as one_id, coalesce(other.merged_into, other.id) as other_id
    from kynang.employee_apart as said
    join kynang.employee as one
      on one.firm_id = firm
      and one.id = said.first_id
    join kynang.employee as other
      on other.firm_id = firm
      and other.id = said.second_id
    where said.firm_id = firm
      and said.superseded_at is null
      and not said.is_void
  ),
  said as (
    select
      compared.first_id, compared.second_id,
      array_remove(
        array[
          compared.name, compared.birth, compared.phone, compared.email, compared.code, compared.work,
          case when met.first_id is not null then 'met' end
        ], null) as evidence
    from compared
    left join met
      on met.first_id = compared.first_id
      and met.second_id = compared.second_id
    where not exists (
      select from apart
      where apart.one_id in (compared.first_id, compared.second_id)
        and apart.other_id in (compared.first_id, compared.second_id)
    )
  ),
  scored as (
    select
      said.first_id, said.second_id, said.evidence,
      (
        select sum(weight.points)::integer
        from unnest(said.evidence) as sign (code)
        join (
          values
            ('same_name', 40), ('same_words', 30), ('same_birth', 40), ('swapped_birth', 30),
            ('other_birth', -50), ('same_phone', 35), ('same_email', 40), ('similar_code', 15),
            ('followed', 10), ('met', -40)
        ) as weight (code, points)
          on weight.code = sign.code
      ) as points
    from said
  )
  select scored.first_id, scored.second_id, least(scored.points, 100), scored.evidence
  from scored
  where scored.points >= 35
$$;
comment on function kynang.likely_duplicate(uuid, uuid[], date) is
  'Pairs of records of a firm that may be one human, with what speaks for and against it; 35 points and '
  'more are offered, 100 is the most. roots null: the whole firm.';

create or replace function kynang.record_load(firm uuid, employees uuid[])
returns table (
  employee_id uuid, enrolments integer, completions integer, marks integer, assessments integer,
  applications integer, exemptions integer, assignments integer, import_rows integer, accounts integer)
language sql stable
set search_path = pg_catalog
as $$
  select
    record.id,
    (
      select count(*)
      from kynang.enrolment_status as fact
      where fact.firm_id = firm and fact.employee_id = record.id
        and fact.superseded_at is null and not fact.is_void
    )::integer,
    (
      select count(*)
      from kynang.completion as fact
      where fact.firm_id = firm and fact.employee_id = record.id
        and fact.superseded_at is null and not fact.is_void
    )::integer,
    (
      select count(*)
      from kynang.enrolment as enrolment
      join kynang.attendance as fact
        on fact.firm_id = firm and fact.enrolment_id = enrolment.id
        and fact.superseded_at is null and not fact.is_void
      where enrolment.firm_id = firm and enrolment.employee_id = record.id
    )::integer,
    (
      select count(*)
      from kynang.assessment as fact
      where fact.firm_id = firm and fact.employee_id = record.id and fact.kind <> 'application'
        and fact.superseded_at is null and not fact.is_void
    )::integer,
    (
      select count(*)
      from kynang.assessment as fact
      where fact.firm_id = firm and fact.employee_id = record.id and fact.kind = 'application'
        and fact.superseded_at is null and not fact.is_void
    )::integer,
    (
      select count(*)
      from kynang.exemption as fact
      where fact.firm_id = firm and fact.employee_id = record.id
        and fact.superseded_at is null and not fact.is_void
    )::integer,
    (
      select count(*)
      from kynang.assignment as fact
      where fact.firm_id = firm and fact.employee_id = record.id
        and fact.superseded_at is null and not fact.is_void
    )::integer,
    (
      select count(*)
      from kynang.import_row as line
      where line.firm_id = firm and line.employee_id = record.id
    )::integer,
    kynang.membership_count(record.id)
  from unnest(employees) as record (id)
$$;
comment on function kynang.record_load(uuid, uuid[]) is 'How much stands on each of some records of a firm.';
create or replace function kynang.repeated_revision(
  firm uuid, wanted_relation text, wanted_id uuid, wanted_revision integer)
returns integer
language sql stable
set search_path = pg_catalog
as $$
  -- A merge on top of another, once undone, leaves new revisions that say what older ones said.
  with recursive said as (
    select wanted_revision as revision
    union
    select forth.revision_before
    from said
    join kynang.employee_merge_write as back
      on back.firm_id = firm
      and back.relation = wanted_relation
      and back.record_id = wanted_id
      and back.step = 'unmerge'
      and back.revision_after = said.revision
    join kynang.employee_merge_write as forth
      on forth.firm_id = firm
      and forth.merge_id = back.merge_id
      and forth.relation = wanted_relation
      and forth.record_id = wanted_id
      and forth.step = 'merge'
      and forth.revision_after = back.revision_before
  )
  select min(said.revision) from said
$$;
comment on function kynang.repeated_revision(uuid, text, uuid, integer) is
  'The revision that one repeats, where merges that were undone lie between; itself otherwise.';

-- What undoing a merge does to marks, results, assignments and exemptions, said once.
create or replace function kynang.unmerge_restore(
  firm uuid, merge uuid, wanted_relation text, further uuid[], merged uuid, at_time timestamptz,
  account uuid, why text)
returns integer
language plpgsql
set search_path = pg_catalog
as $$
declare
  records integer;
begin
  if wanted_relation not in ('attendance', 'completion', 'assignment', 'exemption') then
    raise exception 'merges do not restore %', wanted_relation;
  end if;
  execute format(
    $statement$
      with wanted as materialized (
        select written.record_id as id, written.revision_before, written.revision_after
        from kynang.employee_merge_write as written
        where written.firm_id = $1
          and written.merge_id = $2
          and written.step = 'merge'
          and written.relation = $3
        union all
        -- Recorded since, and sent to the merged record.
        select further.id, null, null
        from unnest($4) as further (id)
      ),
      superseded as (
        update kynang.%1$I as present
        set superseded_at = $6
        from wanted
        where present.firm_id = $1
          and present.id = wanted.id
          and present.superseded_at is null
        returning present.id, present.revision, wanted.revision_before, wanted.revision_after
      ),
      all_superseded as materialized (
        select count(*) as rows
        from superseded
      ),
      noted as (
        insert into kynang.employee_merge_write (
          firm_id, merge_id, step, relation, record_id, revision_before, revision_after, effect)
        select
          $1, $2, 'unmerge', $3, superseded.id, superseded.revision, superseded.revision + 1, 'moved'
        from superseded
      ),
      restored as materialized (
        select
          jsonb_populate_record(
            -- No table has a column of this name, which would be meant first.
            said_fact,
            -- Whose it was, or whom it was sent to.
            jsonb_strip_nulls(
              jsonb_build_object(
                'employee_id', coalesce(to_jsonb(earlier_fact) ->> 'employee_id', $5::text),
                'enrolment_id', to_jsonb(earlier_fact) ->> 'enrolment_id', 'reason', $8))
            || jsonb_build_object(
              'revision', superseded.revision + 1, 'recorded_at', $6, 'recorded_by', $7,
              'superseded_at', null,
              -- What the merge added is void.
              'is_void', said_fact.is_void or coalesce(superseded.revision_before = 0, false))) as fact
        from superseded
        left join kynang.%1$I as earlier_fact
          on earlier_fact.firm_id = $1
          and earlier_fact.id = superseded.id
          and earlier_fact.revision = superseded.revision_before
        -- As it was, or as it is now where it was changed since.
        join kynang.%1$I as said_fact
          on said_fact.firm_id = $1
          and said_fact.id = superseded.id
          and said_fact.revision = case
            when superseded.revision_before > 0
              and kynang.repeated_revision($1, $3, superseded.id, superseded.revision)
                = superseded.revision_after
              then superseded.revision_before
            else superseded.revision
          end
        where (select all_superseded.rows from all_superseded) > 0
      )
      insert into kynang.%1$I
      select (restored.fact).*
      from restored
    $statement$,
    wanted_relation)
  using firm, merge, wanted_relation, further, merged, at_time, account, why;
  get diagnostics records = row_count;
  return records;
end
$$;
comment on function kynang.unmerge_restore(uuid, uuid, text, uuid[], uuid, timestamptz, uuid, text) is
  'Records of one relation that a merge moved, recorded anew as whose and as they were; how many.';

revoke execute on function kynang.likely_duplicate(uuid, uuid[], date) from public;
revoke execute on function kynang.record_load(uuid, uuid[]) from public;
revoke execute on function kynang.repeated_revision(uuid, text, uuid, integer) from public;
revoke execute on function kynang.unmerge_restore(uuid, uuid, text, uuid[], uuid, timestamptz, uuid, text)
  from public;
grant execute on function kynang.likely_duplicate(uuid, uuid[], date) to kynang_firm, kynang_loader;
grant execute on function kynang.record_load(uuid, uuid[]) to kynang_firm, kynang_loader;
grant execute on function kynang.repeated_revision(uuid, text, uuid, integer) to kynang_firm, kynang_loader;
grant execute on function kynang.unmerge_restore(uuid, uuid, text, uuid[], uuid, timestamptz, uuid, text)
  to kynang_firm, kynang_loader;
