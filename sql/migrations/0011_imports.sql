-- Files that people bring in: one mechanism for every kind. A batch is a file; its rows are read,
-- matched and compared before anything of the domain is written; what applying wrote is kept by id and
-- revision, so that a batch or chosen rows can be undone, and an undoing undone. What a row says of a
-- person stands in tables of its own, which erasing that person empties.
-- It takes the place of the list of staff imports, which kept counts alone.

drop table kynang.staff_import;

create function kynang.uuid_v7(moment timestamptz) returns uuid
language sql volatile parallel safe
as $$
  -- The first 48 bits are milliseconds, so that rows made together lie together. Source: RFC 9562, 5.7.
  select encode(
    set_bit(
      set_bit(
        overlay(
          uuid_send(gen_random_uuid())
          placing substring(int8send((extract(epoch from moment) * 1000)::bigint) from 3) from 1 for 6),
        52, 1),
      53, 1),
    'hex')::uuid
$$;
comment on function kynang.uuid_v7(timestamptz) is
  'A time-ordered identifier, for rows that a statement makes by the thousand.';

create table kynang.import_batch (
  firm_id uuid not null,
  id uuid not null,
  kind text not null,
  file_name text not null,
  file_sha256 bytea not null,
  sheet text not null,
  header_row integer not null,
  header text[] not null,
  fields text[] not null,
  options jsonb not null default '{}',
  state text not null,
  state_at timestamptz not null,
  failure_rule text,
  is_cancel_asked boolean not null default false,
  row_count integer not null default 0,
  read_count integer not null default 0,
  create_count integer not null default 0,
  change_count integer not null default 0,
  same_count integer not null default 0,
  ambiguous_count integer not null default 0,
  error_count integer not null default 0,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  applied_at timestamptz,
  applied_by uuid,
  constraint import_batch_key primary key (firm_id, id),
  constraint an_import_is_of_a_known_kind check (kind ~ '^[a-z]+(-[a-z]+)*$'),
  constraint an_import_is_in_a_known_state check (state in (
    'reading', 'previewed', 'applying', 'applied', 'partly_undone', 'undone', 'cancelled', 'failed')),
  constraint every_column_of_an_import_has_a_place check (cardinality(fields) = cardinality(header)),
  constraint an_import_knows_its_file_by_a_sha256 check (octet_length(file_sha256) = 32)
);
create index import_batch_by_time on kynang.import_batch (firm_id, created_at desc, id);
comment on table kynang.import_batch is
  'tenant: a file that was brought in, from its reading to its undoing, with its counts.';

create table kynang.import_entry (
  firm_id uuid not null,
  batch_id uuid not null,
  number integer not null,
  cells jsonb not null,
  entered jsonb not null,
  problems jsonb,
  identity bytea,
  constraint import_entry_key primary key (firm_id, batch_id, number)
);
comment on table kynang.import_entry is
  'tenant: a row of a file as it was read; it may hold personal values, so that erasing removes it.';

create table kynang.import_row (
  firm_id uuid not null,
  batch_id uuid not null,
  number integer not null,
  verdict text not null,
  employee_id uuid,
  target jsonb not null,
  changes jsonb not null,
  problems jsonb not null,
  candidates uuid[] not null default '{}',
  constraint import_row_key primary key (firm_id, batch_id, number),
  constraint a_row_has_a_known_verdict check (
    verdict in ('create', 'change', 'same', 'ambiguous', 'error'))
);
create index import_row_by_employee on kynang.import_row (firm_id, employee_id)
  where employee_id is not null;
comment on table kynang.import_row is
  'tenant: what a row of a file comes to; ids, and values that are not personal.';

create table kynang.import_step (
  firm_id uuid not null,
  batch_id uuid not null,
  step integer not null,
  action text not null,
  row_count integer not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  constraint import_step_key primary key (firm_id, batch_id, step),
  constraint an_import_step_is_known check (action in ('apply', 'undo', 'redo'))
);
comment on table kynang.import_step is
  'tenant: one applying, undoing or undoing of an undoing of a batch, whole or in part.';

create table kynang.import_write (
  firm_id uuid not null,
  batch_id uuid not null,
  number integer not null,
  step integer not null,
  relation text not null,
  record_id uuid not null,
  revision_before integer not null,
  revision_after integer not null,
  restored_revision integer,
  constraint import_write_key primary key (firm_id, batch_id, number, step, relation, record_id),
  constraint a_write_goes_forward check (revision_before >= 0 and revision_after > revision_before)
);
comment on table kynang.import_write is
  'tenant: which revision of which record a row wrote, and which it came after; 0 says that there was none.';

create table kynang.import_former (
  firm_id uuid not null,
  batch_id uuid not null,
  number integer not null,
  step integer not null,
  employee_id uuid not null,
  code text not null,
  person jsonb not null,
  constraint import_former_key primary key (firm_id, batch_id, number, step)
);
create index import_former_by_employee on kynang.import_former (firm_id, employee_id);
comment on table kynang.import_former is
  'tenant: the personal values that a step replaced; erasing removes them, and the step cannot be undone then.';

create table kynang.import_mapping (
  firm_id uuid not null,
  kind text not null,
  heading text not null,
  field text not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  constraint import_mapping_key primary key (firm_id, kind, heading)
);
comment on table kynang.import_mapping is
  'tenant: what a firm said that a heading of its own means; an empty field says that it is not read.';

create table kynang.import_choice (
  firm_id uuid not null,
  identity bytea not null,
  employee_id uuid,
  chosen_at timestamptz not null,
  chosen_by uuid not null,
  constraint import_choice_key primary key (firm_id, identity),
  constraint an_identity_is_a_sha256 check (octet_length(identity) = 32)
);
create index import_choice_by_employee on kynang.import_choice (firm_id, employee_id)
  where employee_id is not null;
comment on table kynang.import_choice is
  'tenant: which of several people of one name a row means, by a hash of what the row says; null: somebody new.';

alter table kynang.import_batch
  add constraint an_import_is_of_a_firm foreign key (firm_id)
  references kynang.firm (id) on delete no action;
alter table kynang.import_entry
  add constraint an_entry_is_of_an_import foreign key (firm_id, batch_id)
  references kynang.import_batch (firm_id, id) on delete no action;
alter table kynang.import_row
  add constraint a_row_is_of_an_import foreign key (firm_id, batch_id)
  references kynang.import_batch (firm_id, id) on delete no action;
alter table kynang.import_step
  add constraint a_step_is_of_an_import foreign key (firm_id, batch_id)
  references kynang.import_batch (firm_id, id) on delete no action;
alter table kynang.import_write
  add constraint a_write_is_of_a_step foreign key (firm_id, batch_id, step)
  references kynang.import_step (firm_id, batch_id, step) on delete no action;
alter table kynang.import_former
  add constraint former_values_are_of_a_step foreign key (firm_id, batch_id, step)
  references kynang.import_step (firm_id, batch_id, step) on delete no action;
alter table kynang.import_choice
  add constraint a_choice_names_an_employee foreign key (firm_id, employee_id)
  references kynang.employee (firm_id, id) on delete no action;

-- Whoever erases a person need not know of imports.
create function kynang.forget_imported_person() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  delete from kynang.import_entry as entry
  using kynang.import_row as matched
  where matched.firm_id = new.firm_id
    and matched.employee_id = new.employee_id
    and entry.firm_id = matched.firm_id
    and entry.batch_id = matched.batch_id
    and entry.number = matched.number;
  delete from kynang.import_former as former
  where former.firm_id = new.firm_id
    and former.employee_id = new.employee_id;
  delete from kynang.import_choice as choice
  where choice.firm_id = new.firm_id
    and choice.employee_id = new.employee_id;
  return null;
end
$$;
create trigger erasing_a_person_empties_imports
  after update of erased_at on kynang.person
  for each row
  when (old.erased_at is null and new.erased_at is not null)
  execute function kynang.forget_imported_person();

do $$
declare
  tenant text;
begin
  foreach tenant in array array[
    'import_batch', 'import_entry', 'import_row', 'import_step', 'import_write', 'import_former',
    'import_mapping', 'import_choice'
  ] loop
    execute format('alter table kynang.%I enable row level security', tenant);
    execute format('alter table kynang.%I force row level security', tenant);
    execute format(
      'create policy firm_reads on kynang.%I for select to kynang_firm using (firm_id = kynang.current_firm_id())',
      tenant);
    execute format(
      'create policy firm_writes on kynang.%I for insert to kynang_firm with check (firm_id = kynang.current_firm_id())',
      tenant);
    execute format('create policy loader_reads on kynang.%I for select to kynang_loader using (true)', tenant);
    execute format(
      'create policy loader_writes on kynang.%I for insert to kynang_loader with check (true)', tenant);
    execute format(
      'create policy loader_changes on kynang.%I for update to kynang_loader using (true) with check (true)',
      tenant);
    execute format('grant select, insert on kynang.%I to kynang_firm', tenant);
    execute format('grant select, insert, update on kynang.%I to kynang_loader', tenant);
  end loop;
  -- A preview is made again until it is applied; what was applied is kept.
  foreach tenant in array array[
    'import_entry', 'import_row', 'import_former', 'import_mapping', 'import_choice'
  ] loop
    execute format(
      'create policy firm_deletes on kynang.%I for delete to kynang_firm using (firm_id = kynang.current_firm_id())',
      tenant);
    execute format('create policy loader_deletes on kynang.%I for delete to kynang_loader using (true)', tenant);
    execute format('grant delete on kynang.%I to kynang_firm, kynang_loader', tenant);
  end loop;
  foreach tenant in array array[
    'import_batch', 'import_entry', 'import_step', 'import_mapping', 'import_choice'
  ] loop
    execute format(
      'create policy firm_changes on kynang.%I for update to kynang_firm '
      'using (firm_id = kynang.current_firm_id()) with check (firm_id = kynang.current_firm_id())',
      tenant);
  end loop;
end
$$;
grant update (
  fields, state, state_at, failure_rule, is_cancel_asked, row_count, read_count, create_count, change_count,
  same_count, ambiguous_count, error_count, version, applied_at, applied_by
) on kynang.import_batch to kynang_firm;
grant update (entered, problems, identity) on kynang.import_entry to kynang_firm;
grant update (field, recorded_at, recorded_by) on kynang.import_mapping to kynang_firm;
grant update (employee_id, chosen_at, chosen_by) on kynang.import_choice to kynang_firm;
grant update (row_count) on kynang.import_step to kynang_firm;
