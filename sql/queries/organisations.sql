-- name: commune.province
-- The province of a commune.
-- $1 text commune
select commune.province_code
from kynang.commune as commune
where commune.code = $1;

-- name: firm.create
-- $1 uuid id, $2 text code, $3 text name, $4 text tax id type, $5 text vsic version, $6 text section,
-- $7 text class, $8 text province, $9 text commune, $10 timestamptz now, $11 uuid account
insert into kynang.firm (
  id, code, name, tax_id_type, vsic_version, vsic_section, vsic_class, province_code, commune_code,
  created_at, created_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: tax_code.release
-- $1 uuid firm
delete from kynang.tax_code as present
where present.firm_id = $1;

-- name: tax_code.take
-- $1 text tax code, $2 uuid firm
insert into kynang.tax_code (tax_code, firm_id)
values ($1, $2);

-- name: firm.show
-- $1 uuid firm, $2 uuid the only firm in reach (null: any), $3 text the only province in reach (null: any)
select
  firm.id, firm.code, firm.name, firm.tax_id_type, tax.tax_code, firm.vsic_version, firm.vsic_section,
  firm.vsic_class, firm.province_code, firm.commune_code, firm.is_active, firm.version
from kynang.firm as firm
left join kynang.tax_code as tax
  on tax.firm_id = firm.id
where firm.id = $1
  and ($2::uuid is null or firm.id = $2)
  and ($3::text is null or firm.province_code = $3);

-- name: firm.change
-- Null leaves a value as it is.
-- $1 uuid firm, $2 integer version, $3 text name, $4 text tax id type, $5 text vsic version, $6 text section,
-- $7 text class, $8 text commune, $9 boolean active
update kynang.firm as firm
set
  name = coalesce($3, firm.name),
  tax_id_type = coalesce($4, firm.tax_id_type),
  vsic_version = coalesce($5, firm.vsic_version),
  vsic_section = coalesce($6, firm.vsic_section),
  vsic_class = coalesce($7, firm.vsic_class),
  commune_code = coalesce($8, firm.commune_code),
  is_active = coalesce($9, firm.is_active),
  version = firm.version + 1
where firm.id = $1
  and firm.version = $2;

-- name: firm.list
-- Firms by name, after a given one.
-- $1 uuid the only firm in reach, $2 text province, $3 text pattern of the folded name, $4 text exact code,
-- $5 text tax code, $6 text section, $7 text commune, $8 boolean active, $9 uuid after, $10 integer limit
select
  firm.id, firm.code, firm.name, firm.tax_id_type, tax.tax_code, firm.vsic_version, firm.vsic_section,
  firm.vsic_class, firm.province_code, firm.commune_code, firm.is_active, firm.version
from kynang.firm as firm
left join kynang.tax_code as tax
  on tax.firm_id = firm.id
where ($1::uuid is null or firm.id = $1)
  and ($2::text is null or firm.province_code = $2)
  and ($3::text is null or kynang.folded(firm.name) like $3 or firm.code = $4)
  and ($5::text is null or tax.tax_code = $5)
  and ($6::text is null or firm.vsic_section = $6)
  and ($7::text is null or firm.commune_code = $7)
  and ($8::boolean is null or firm.is_active = $8)
  and (
    $9::uuid is null
    or (firm.name collate kynang.vietnamese, firm.id) > (
      select last.name collate kynang.vietnamese, last.id
      from kynang.firm as last
      where last.id = $9
    )
  )
order by firm.name collate kynang.vietnamese, firm.id
limit $10;

-- name: provider.create
-- $1 uuid id, $2 text code, $3 text name, $4 text tax code, $5 text province, $6 text phone, $7 text email,
-- $8 timestamptz now, $9 uuid account
insert into kynang.provider (
  id, owner_id, code, name, tax_code, province_code, phone, email, created_at, created_by)
values (
  $1, (select firm.id from kynang.firm as firm where firm.id = $1), $2, $3, $4, $5, $6, $7, $8, $9);

-- name: provider.show
-- $1 uuid provider,
-- $2 uuid the provider that the caller teaches for
select
  provider.id, provider.code, provider.name, provider.tax_code, provider.province_code, provider.phone,
  provider.email, provider.is_active, provider.version
from kynang.provider as provider
where provider.id = $1
  and (
    provider.owner_id is null or provider.owner_id = kynang.current_firm_id() or provider.id = $2::uuid
  );

-- name: provider.list
-- $1 text province, $2 text pattern of the folded name, $3 boolean active, $4 uuid after, $5 integer limit,
-- $6 uuid the provider that the caller teaches for
select
  provider.id, provider.code, provider.name, provider.tax_code, provider.province_code, provider.phone,
  provider.email, provider.is_active, provider.version
from kynang.provider as provider
where (
    provider.owner_id is null or provider.owner_id = kynang.current_firm_id() or provider.id = $6::uuid
  )
  and ($1::text is null or provider.province_code = $1)
  and ($2::text is null or kynang.folded(provider.name) like $2)
  and ($3::boolean is null or provider.is_active = $3)
  and (
    $4::uuid is null
    or (provider.name collate kynang.vietnamese, provider.id) > (
      select last.name collate kynang.vietnamese, last.id
      from kynang.provider as last
      where last.id = $4
    )
  )
order by provider.name collate kynang.vietnamese, provider.id
limit $5;

-- name: provider.change
-- $1 uuid provider, $2 integer version, $3 text name, $4 text tax code, $5 text phone, $6 text email,
-- $7 boolean active
update kynang.provider as provider
set
  name = coalesce($3, provider.name),
  tax_code = coalesce($4, provider.tax_code),
  phone = coalesce($5, provider.phone),
  email = coalesce($6, provider.email),
  is_active = coalesce($7, provider.is_active),
  version = provider.version + 1
where provider.id = $1
  and provider.version = $2;

-- name: trainer.create
-- $1 uuid id, $2 uuid provider, $3 text code, $4 text display name, $5 timestamptz now, $6 uuid account
insert into kynang.trainer (id, provider_id, code, display_name, created_at, created_by)
values ($1, $2, $3, $4, $5, $6);

-- name: trainer.show
-- $1 uuid trainer,
-- $2 uuid the provider that the caller teaches for
select
  trainer.id, trainer.provider_id, provider.name as provider_name, trainer.code, trainer.display_name,
  trainer.is_active, trainer.version
from kynang.trainer as trainer
join kynang.provider as provider
  on provider.id = trainer.provider_id
where trainer.id = $1
  and (
    provider.owner_id is null or provider.owner_id = kynang.current_firm_id() or provider.id = $2::uuid
  );

-- name: trainer.list
-- $1 uuid provider, $2 boolean active, $3 uuid after, $4 integer limit,
-- $5 uuid the provider that the caller teaches for
select
  trainer.id, trainer.provider_id, provider.name as provider_name, trainer.code, trainer.display_name,
  trainer.is_active, trainer.version
from kynang.trainer as trainer
join kynang.provider as provider
  on provider.id = trainer.provider_id
where (
    provider.owner_id is null or provider.owner_id = kynang.current_firm_id() or provider.id = $5::uuid
  )
  and ($1::uuid is null or trainer.provider_id = $1)
  and ($2::boolean is null or trainer.is_active = $2)
  and (
    $3::uuid is null
    or (trainer.display_name collate kynang.vietnamese, trainer.id) > (
      select last.display_name collate kynang.vietnamese, last.id
      from kynang.trainer as last
      where last.id = $3
    )
  )
order by trainer.display_name collate kynang.vietnamese, trainer.id
limit $4;

-- name: trainer.change
-- $1 uuid trainer, $2 integer version, $3 text display name, $4 boolean active
update kynang.trainer as trainer
set
  display_name = coalesce($3, trainer.display_name),
  is_active = coalesce($4, trainer.is_active),
  version = trainer.version + 1
where trainer.id = $1
  and trainer.version = $2;

-- name: room.create
-- $1 uuid id, $2 uuid provider, $3 text code, $4 text name, $5 text commune, $6 integer capacity,
-- $7 timestamptz now, $8 uuid account
insert into kynang.room (id, provider_id, code, name, commune_code, capacity, created_at, created_by)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: room.show
-- $1 uuid room,
-- $2 uuid the provider that the caller teaches for
select
  room.id, room.provider_id, provider.name as provider_name, room.code, room.name, room.commune_code,
  room.capacity, room.is_active, room.version
from kynang.room as room
join kynang.provider as provider
  on provider.id = room.provider_id
where room.id = $1
  and (
    provider.owner_id is null or provider.owner_id = kynang.current_firm_id() or provider.id = $2::uuid
  );

-- name: room.list
-- $1 uuid provider, $2 boolean active, $3 uuid after, $4 integer limit,
-- $5 uuid the provider that the caller teaches for
select
  room.id, room.provider_id, provider.name as provider_name, room.code, room.name, room.commune_code,
  room.capacity, room.is_active, room.version
from kynang.room as room
join kynang.provider as provider
  on provider.id = room.provider_id
where (
    provider.owner_id is null or provider.owner_id = kynang.current_firm_id() or provider.id = $5::uuid
  )
  and ($1::uuid is null or room.provider_id = $1)
  and ($2::boolean is null or room.is_active = $2)
  and (
    $3::uuid is null
    or (room.name collate kynang.vietnamese, room.id) > (
      select last.name collate kynang.vietnamese, last.id
      from kynang.room as last
      where last.id = $3
    )
  )
order by room.name collate kynang.vietnamese, room.id
limit $4;

-- name: room.change
-- $1 uuid room, $2 integer version, $3 text name, $4 text commune, $5 integer capacity, $6 boolean active
update kynang.room as room
set
  name = coalesce($3, room.name),
  commune_code = coalesce($4, room.commune_code),
  capacity = coalesce($5, room.capacity),
  is_active = coalesce($6, room.is_active),
  version = room.version + 1
where room.id = $1
  and room.version = $2;

-- name: agency.create
-- $1 uuid id, $2 text code, $3 text name, $4 text province, $5 timestamptz now, $6 uuid account
insert into kynang.agency (id, code, name, province_code, created_at, created_by)
values ($1, $2, $3, $4, $5, $6);

-- name: agency.show
-- $1 uuid agency
select agency.id, agency.code, agency.name, agency.province_code, agency.is_active, agency.version
from kynang.agency as agency
where agency.id = $1;

-- name: agency.list
-- $1 text province, $2 uuid after, $3 integer limit
select agency.id, agency.code, agency.name, agency.province_code, agency.is_active, agency.version
from kynang.agency as agency
where ($1::text is null or agency.province_code = $1)
  and (
    $2::uuid is null
    or (agency.name collate kynang.vietnamese, agency.id) > (
      select last.name collate kynang.vietnamese, last.id
      from kynang.agency as last
      where last.id = $2
    )
  )
order by agency.name collate kynang.vietnamese, agency.id
limit $3;

-- name: agency.change
-- $1 uuid agency, $2 integer version, $3 text name, $4 boolean active
update kynang.agency as agency
set
  name = coalesce($3, agency.name),
  is_active = coalesce($4, agency.is_active),
  version = agency.version + 1
where agency.id = $1
  and agency.version = $2;

-- name: unit.create
-- $1 uuid firm, $2 uuid id, $3 text code, $4 timestamptz now, $5 uuid account
insert into kynang.unit (firm_id, id, code, created_at, created_by)
values ($1, $2, $3, $4, $5);

-- name: unit.place
-- A revision of a unit's name and place; the one before it is superseded. The first revision is 1.
-- $1 uuid firm, $2 uuid unit, $3 text name, $4 uuid parent, $5 date from, $6 timestamptz now,
-- $7 uuid account, $8 text reason, $9 boolean void
with superseded as (
  update kynang.unit_placement as placement
  set superseded_at = $6
  where placement.firm_id = $1
    and placement.id = $2
    and placement.superseded_at is null
  returning placement.revision
)
insert into kynang.unit_placement (
  firm_id, id, revision, name, parent_id, during, recorded_at, recorded_by, reason, is_void)
select
  $1, $2, coalesce((select superseded.revision from superseded), 0) + 1, $3, $4, daterange($5, null),
  $6, $7, $8, $9;

-- name: unit.bump
-- $1 uuid firm, $2 uuid unit, $3 integer version, $4 text code
update kynang.unit as unit
set code = coalesce($4, unit.code), version = unit.version + 1
where unit.firm_id = $1
  and unit.id = $2
  and unit.version = $3;

-- name: unit.list
-- The tree as it was on a day: of each unit, the latest revision that covers the day. A later change
-- covers the days from its own date on, so the revisions before it still tell what was true earlier.
-- $1 uuid firm, $2 date as of, $3 uuid[] roots in sight (null: the whole firm)
with covering as (
  select distinct on (placement.id)
    placement.id, placement.name, placement.parent_id, placement.is_void,
    lower(placement.during) as placed_on
  from kynang.unit_placement as placement
  where placement.firm_id = $1
    and placement.during @> $2::date
  order by placement.id, placement.revision desc
),
headcount as (
  select assignment.unit_id, count(distinct assignment.employee_id)::integer as people
  from kynang.assignment as assignment
  where assignment.firm_id = $1
    and assignment.superseded_at is null
    and not assignment.is_void
    and assignment.during @> $2::date
  group by assignment.unit_id
)
select
  unit.id, unit.code, covering.name, covering.parent_id, covering.placed_on, unit.version,
  coalesce(headcount.people, 0) as people
from covering
join kynang.unit as unit
  on unit.firm_id = $1
  and unit.id = covering.id
left join headcount
  on headcount.unit_id = covering.id
where not covering.is_void
  and ($3::uuid[] is null or unit.id in (select kynang.unit_subtree($1, $3)))
order by covering.name collate kynang.vietnamese, unit.id;

-- name: unit.show
-- The present placement of one unit.
-- $1 uuid firm, $2 uuid unit
select
  unit.id, unit.code, placement.name, placement.parent_id, lower(placement.during) as placed_on,
  unit.version
from kynang.unit as unit
join kynang.unit_placement as placement
  on placement.firm_id = $1
  and placement.id = unit.id
  and placement.superseded_at is null
  and not placement.is_void
where unit.firm_id = $1
  and unit.id = $2;

-- name: unit.lock_tree
-- One change of a firm's tree at a time, so that two moves cannot make a ring together.
-- $1 uuid firm
select true as is_locked
from (select pg_advisory_xact_lock(hashtextextended('unit.tree' || $1::uuid::text, 0))) as held;

-- name: organisation.unit_subtree
-- Units and everything below them now.
-- $1 uuid firm, $2 uuid[] roots
select subtree.id
from kynang.unit_subtree($1, $2) as subtree (id);

-- name: unit.users
-- What still needs a unit on a day: units below it and people assigned to it.
-- $1 uuid firm, $2 uuid unit, $3 date from
select
  (
    select count(*)
    from kynang.unit_placement as child
    where child.firm_id = $1
      and child.parent_id = $2
      and child.superseded_at is null
      and not child.is_void
  )::integer as children,
  (
    select count(distinct assignment.employee_id)
    from kynang.assignment as assignment
    where assignment.firm_id = $1
      and assignment.unit_id = $2
      and assignment.superseded_at is null
      and not assignment.is_void
      and assignment.during && daterange($3, null)
  )::integer as people;

-- name: job_role.exists
-- $1 uuid firm, $2 uuid job role
select job_role.id
from kynang.job_role as job_role
where job_role.firm_id = $1
  and job_role.id = $2
  and job_role.is_active;

-- name: employee.create
-- $1 uuid firm, $2 uuid[] ids, $3 text[] codes, $4 timestamptz now, $5 uuid account
insert into kynang.employee (firm_id, id, code, created_at, created_by)
select $1, entry.id, entry.code, $4, $5
from unnest($2::uuid[], $3::text[]) as entry (id, code);

-- name: person.create
-- $1 uuid firm, $2 uuid[] employees, $3 text[] full names, $4 text[] family names, $5 text[] middle names,
-- $6 text[] given names, $7 date[] birth dates, $8 text[] phones, $9 text[] e-mails
insert into kynang.person (
  firm_id, employee_id, full_name, family_name, middle_name, given_name, birth_on, phone, email)
select
  $1, entry.employee_id, entry.full_name, entry.family_name, entry.middle_name, entry.given_name,
  entry.birth_on, entry.phone, entry.email
from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[], $8::text[], $9::text[])
  as entry (employee_id, full_name, family_name, middle_name, given_name, birth_on, phone, email);

-- name: person.change
-- $1 uuid firm, $2 uuid[] employees, $3 text[] full names, $4 text[] family names, $5 text[] middle names,
-- $6 text[] given names, $7 date[] birth dates, $8 text[] phones, $9 text[] e-mails
update kynang.person as person
set
  full_name = entry.full_name,
  family_name = entry.family_name,
  middle_name = entry.middle_name,
  given_name = entry.given_name,
  birth_on = entry.birth_on,
  phone = entry.phone,
  email = entry.email
from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[], $8::text[], $9::text[])
  as entry (employee_id, full_name, family_name, middle_name, given_name, birth_on, phone, email)
where person.firm_id = $1
  and person.employee_id = entry.employee_id
  and person.erased_at is null;

-- name: enrolment.rename
-- The display name of an enrolment is the one copy of a name, so it follows.
-- $1 uuid firm, $2 uuid[] employees, $3 text[] full names
update kynang.enrolment as enrolment
set display_name = entry.full_name
from unnest($2::uuid[], $3::text[]) as entry (employee_id, full_name)
where enrolment.firm_id = $1
  and enrolment.employee_id = entry.employee_id
  and enrolment.display_name <> entry.full_name;

-- name: employee.bump
-- New versions, and codes where they changed. Fewer rows than asked for: somebody changed one meanwhile.
-- $1 uuid firm, $2 uuid[] employees, $3 bigint[] versions, $4 text[] codes (null: unchanged)
update kynang.employee as employee
set code = coalesce(entry.code, employee.code), version = employee.version + 1
from unnest($2::uuid[], $3::bigint[], $4::text[]) as entry (id, version, code)
where employee.firm_id = $1
  and employee.id = entry.id
  and employee.version = entry.version;

-- name: employment.revise
-- A revision of employments; the ones before them are superseded. The first revision is 1.
-- $1 uuid firm, $2 uuid[] employees, $3 date[] first days, $4 date[] last days (null: open),
-- $5 text[] leaving reasons, $6 timestamptz now, $7 uuid account, $8 text reason
with entry as (
  select wanted.id, wanted.starts_on, wanted.ends_on, wanted.leaving_reason
  from unnest($2::uuid[], $3::date[], $4::date[], $5::text[])
    as wanted (id, starts_on, ends_on, leaving_reason)
),
superseded as (
  update kynang.employment as employment
  set superseded_at = $6
  from entry
  where employment.firm_id = $1
    and employment.id = entry.id
    and employment.superseded_at is null
  returning employment.id, employment.revision, employment.away
)
insert into kynang.employment (
  firm_id, id, revision, during, away, leaving_reason, recorded_at, recorded_by, reason)
select
  $1, entry.id, coalesce(superseded.revision, 0) + 1, daterange(entry.starts_on, entry.ends_on, '[]'),
  coalesce(superseded.away, '{}') * datemultirange(daterange(entry.starts_on, entry.ends_on, '[]')),
  entry.leaving_reason, $6, $7, $8
from entry
left join superseded
  on superseded.id = entry.id;

-- name: assignment.create
-- $1 uuid firm, $2 uuid[] ids, $3 uuid[] employees, $4 uuid[] units, $5 uuid[] job roles, $6 date[] first days,
-- $7 date[] last days (null: open), $8 timestamptz now, $9 uuid account, $10 text reason
insert into kynang.assignment (
  firm_id, id, revision, employee_id, unit_id, job_role_id, during, recorded_at, recorded_by, reason)
select
  $1, entry.id, 1, entry.employee_id, entry.unit_id, entry.job_role_id,
  daterange(entry.starts_on, entry.ends_on, '[]'), $8, $9, $10
from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::date[])
  as entry (id, employee_id, unit_id, job_role_id, starts_on, ends_on);

-- name: assignment.revise
-- Corrections of assignments, or their end; a void one is taken back.
-- $1 uuid firm, $2 uuid[] ids, $3 uuid[] units, $4 uuid[] job roles, $5 date[] first days,
-- $6 date[] last days (null: open), $7 boolean[] void, $8 timestamptz now, $9 uuid account, $10 text reason
with superseded as (
  update kynang.assignment as assignment
  set superseded_at = $8
  from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::date[], $7::boolean[])
    as entry (id, unit_id, job_role_id, starts_on, ends_on, is_void)
  where assignment.firm_id = $1
    and assignment.id = entry.id
    and assignment.superseded_at is null
  returning
    assignment.id, assignment.revision, assignment.employee_id, entry.unit_id, entry.job_role_id,
    entry.starts_on, entry.ends_on, entry.is_void
)
insert into kynang.assignment (
  firm_id, id, revision, employee_id, unit_id, job_role_id, during, recorded_at, recorded_by, reason, is_void)
select
  $1, superseded.id, superseded.revision + 1, superseded.employee_id, superseded.unit_id,
  superseded.job_role_id, daterange(superseded.starts_on, superseded.ends_on, '[]'), $8, $9, $10,
  superseded.is_void
from superseded;

-- name: assignment.show
-- The present revision of one assignment.
-- $1 uuid firm, $2 uuid assignment
select
  assignment.id, assignment.employee_id, assignment.unit_id, assignment.job_role_id,
  lower(assignment.during) as starts_on, upper(assignment.during) - 1 as ends_on
from kynang.assignment as assignment
where assignment.firm_id = $1
  and assignment.id = $2
  and assignment.superseded_at is null
  and not assignment.is_void;

-- name: employee.show
-- One employee; no row when the person is out of a manager's sight.
-- $1 uuid firm, $2 uuid employee, $3 date today, $4 uuid[] roots in sight (null: the whole firm)
select
  employee.id, employee.code, employee.version, person.full_name, person.family_name, person.middle_name,
  person.given_name, person.birth_on, person.phone, person.email, person.erased_at is not null as is_erased,
  lower(employment.during) as starts_on, upper(employment.during) - 1 as ends_on, employment.leaving_reason
from kynang.employee as employee
join kynang.person as person
  on person.firm_id = $1
  and person.employee_id = employee.id
join kynang.employment as employment
  on employment.firm_id = $1
  and employment.id = employee.id
  and employment.superseded_at is null
  and not employment.is_void
where employee.firm_id = $1
  and employee.id = $2
  and (
    $4::uuid[] is null
    or exists (
      select from kynang.assignment as assignment
      where assignment.firm_id = $1
        and assignment.employee_id = employee.id
        and assignment.superseded_at is null
        and not assignment.is_void
        and assignment.during @> $3::date
        and assignment.unit_id in (select kynang.unit_subtree($1, $4))
    )
  );

-- name: employee.assignments
-- Every assignment of a person that stands, latest first.
-- $1 uuid firm, $2 uuid employee
select
  assignment.id, assignment.unit_id, placement.name as unit_name, assignment.job_role_id,
  job_role.title as job_role_title, lower(assignment.during) as starts_on,
  upper(assignment.during) - 1 as ends_on, assignment.revision, assignment.reason
from kynang.assignment as assignment
join kynang.unit_placement as placement
  on placement.firm_id = $1
  and placement.id = assignment.unit_id
  and placement.superseded_at is null
left join kynang.job_role as job_role
  on job_role.firm_id = $1
  and job_role.id = assignment.job_role_id
where assignment.firm_id = $1
  and assignment.employee_id = $2
  and assignment.superseded_at is null
  and not assignment.is_void
order by lower(assignment.during) desc, assignment.id;

-- name: employee.history
-- Each revision of a person's employment and assignments, in the order of recording.
-- $1 uuid firm, $2 uuid employee
select
  fact.kind, fact.id, fact.revision, fact.unit_id, fact.job_role_id, fact.starts_on, fact.ends_on,
  fact.is_void, fact.reason, fact.recorded_at, fact.recorded_by
from (
  select
    'employment' as kind, employment.id, employment.revision, null::uuid as unit_id,
    null::uuid as job_role_id, lower(employment.during) as starts_on,
    upper(employment.during) - 1 as ends_on, employment.is_void, employment.reason,
    employment.recorded_at, employment.recorded_by
  from kynang.employment as employment
  where employment.firm_id = $1
    and employment.id = $2
  union all
  select
    'assignment', assignment.id, assignment.revision, assignment.unit_id, assignment.job_role_id,
    lower(assignment.during), upper(assignment.during) - 1, assignment.is_void, assignment.reason,
    assignment.recorded_at, assignment.recorded_by
  from kynang.assignment as assignment
  where assignment.firm_id = $1
    and assignment.employee_id = $2
) as fact
order by fact.recorded_at, fact.kind desc, fact.id, fact.revision;

-- name: employee.assignments_ended_by_leaving
-- The assignments that the present revision of an employment ended, as they were before.
-- $1 uuid firm, $2 uuid employee
select
  ended.id, ended.employee_id, earlier.unit_id, earlier.job_role_id, lower(earlier.during) as starts_on,
  upper(earlier.during) - 1 as ends_on
from kynang.employment as employment
join kynang.assignment as ended
  on ended.firm_id = $1
  and ended.employee_id = employment.id
  and ended.superseded_at is null
  and ended.recorded_at = employment.recorded_at
join kynang.assignment as earlier
  on earlier.firm_id = $1
  and earlier.id = ended.id
  and earlier.revision = ended.revision - 1
  and not earlier.is_void
where employment.firm_id = $1
  and employment.id = $2
  and employment.superseded_at is null
  -- What a merge moved at that moment no leaving has ended.
  and not exists (
    select from kynang.employee_merge_write as moved
    where moved.firm_id = $1
      and moved.relation = 'assignment'
      and moved.record_id = ended.id
      and moved.revision_after = ended.revision
  );

-- name: employee.later_assignments
-- The assignments of a person that hold on a day or later.
-- $1 uuid firm, $2 uuid employee, $3 date from
select
  assignment.id, assignment.employee_id, assignment.unit_id, assignment.job_role_id,
  lower(assignment.during) as starts_on, upper(assignment.during) - 1 as ends_on
from kynang.assignment as assignment
where assignment.firm_id = $1
  and assignment.employee_id = $2
  and assignment.superseded_at is null
  and not assignment.is_void
  and assignment.during && daterange($3, null);

-- name: employee.list
-- People by given name, after a given one.
-- $1 uuid firm, $2 date as of, $3 date today, $4 uuid[] roots in sight (null: the whole firm),
-- $5 uuid unit with those below it, $6 uuid job role, $7 text status, $8 text[] folded words,
-- $9 text exact code, $10 uuid after, $11 integer limit
select
  employee.id, employee.code, person.full_name, person.family_name, person.middle_name, person.given_name,
  place.unit_id, place.unit_name, place.job_role_id, place.job_role_title,
  coalesce(place.place_count, 0) as place_count, lower(employment.during) as starts_on,
  upper(employment.during) - 1 as ends_on,
  case
    when employment.away @> $2::date then 'left'
    when employment.during @> $2::date then 'present'
    when upper(employment.during) <= $2::date then 'left'
    else 'coming'
  end as status,
  employee.version
from kynang.person as person
join kynang.employee as employee
  on employee.firm_id = $1
  and employee.id = person.employee_id
join kynang.employment as employment
  on employment.firm_id = $1
  and employment.id = person.employee_id
  and employment.superseded_at is null
  and not employment.is_void
left join lateral (
  select
    assignment.unit_id, placement.name as unit_name, assignment.job_role_id,
    job_role.title as job_role_title, (count(*) over ())::integer as place_count
  from kynang.assignment as assignment
  join kynang.unit_placement as placement
    on placement.firm_id = $1
    and placement.id = assignment.unit_id
    and placement.superseded_at is null
  left join kynang.job_role as job_role
    on job_role.firm_id = $1
    and job_role.id = assignment.job_role_id
  where assignment.firm_id = $1
    and assignment.employee_id = person.employee_id
    and assignment.superseded_at is null
    and not assignment.is_void
    and assignment.during @> $2::date
  order by lower(assignment.during), assignment.id
  limit 1
) as place on true
where person.firm_id = $1
  and (
    $4::uuid[] is null
    or person.employee_id in (
      select assignment.employee_id
      from kynang.assignment as assignment
      where assignment.firm_id = $1
        and assignment.superseded_at is null
        and not assignment.is_void
        and assignment.during @> $3::date
        and assignment.unit_id in (select kynang.unit_subtree($1, $4))
    )
  )
  and (
    ($5::uuid is null and $6::uuid is null)
    or person.employee_id in (
      select assignment.employee_id
      from kynang.assignment as assignment
      where assignment.firm_id = $1
        and assignment.superseded_at is null
        and not assignment.is_void
        and assignment.during @> $2::date
        and ($5::uuid is null or assignment.unit_id in (select kynang.unit_subtree($1, array[$5])))
        and ($6::uuid is null or assignment.job_role_id = $6)
    )
  )
  and case $7::text
    when 'present' then employment.during @> $2::date and not employment.away @> $2::date
    when 'left' then upper(employment.during) <= $2::date or employment.away @> $2::date
    else true
  end
  and (
    $8::text[] is null
    or employee.code = $9
    or employee.id = (
      select named.merged_into
      from kynang.employee as named
      where named.firm_id = $1
        and named.code = $9
    )
    or not exists (
      select from unnest($8) as word
      where position(word in person.search_key) = 0
        and position(word in lower(employee.code)) = 0
    )
  )
  and (
    $10::uuid is null
    or (
      person.given_name collate kynang.vietnamese, person.full_name collate kynang.vietnamese,
      person.employee_id
    ) > (
      select
        last.given_name collate kynang.vietnamese, last.full_name collate kynang.vietnamese,
        last.employee_id
      from kynang.person as last
      where last.firm_id = $1
        and last.employee_id = $10
    )
  )
order by
  person.given_name collate kynang.vietnamese, person.full_name collate kynang.vietnamese,
  person.employee_id
limit $11;

-- name: employee.end_memberships
-- What the account of a leaver may be in the firm ends with a moment.
-- $1 uuid employee, $2 timestamptz the end of the last day
select kynang.membership_end($1, $2) as roles;

-- name: employee.restore_memberships
-- $1 uuid employee, $2 timestamptz the end of the last day that was taken back
select kynang.membership_restore($1, $2) as roles;

-- name: employee.open_enrolments
-- Enrolments of a person that still hold a seat or a place in a queue after a day.
-- $1 uuid firm, $2 uuid employee, $3 date after
select
  status.id as enrolment_id, status.course_run_id, run.code as course_run_code, run.starts_on, status.state
from kynang.enrolment_status as status
join kynang.course_run as run
  on run.id = status.course_run_id
where status.firm_id = $1
  and status.employee_id = $2
  and status.superseded_at is null
  and not status.is_void
  and status.state in ('enrolled', 'waitlisted')
  and run.state in ('planned', 'open')
  and run.ends_on > $3
order by run.starts_on, status.id;
