-- What a person answered of a row that could be read in two ways, or whose value seemed too far from the
-- one before: remembered with the choice of a person, under the same hash of what the row says.
-- Reversible by dropping the column; the old version neither reads nor writes it.

alter table kynang.import_choice add column answers text[] not null default '{}';
alter table kynang.import_choice add constraint an_answer_is_known check (
  answers <@ array['meant', 'thousands', 'decimals']
);
comment on column kynang.import_choice.answers is
  'meant: a value far from the one before is right; thousands, decimals: what the separator of a number is.';
grant update (answers) on kynang.import_choice to kynang_firm;
