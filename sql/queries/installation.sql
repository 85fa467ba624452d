-- name: installation.show
-- What this database is for; kind is null until somebody said so.
select
  (select installation.kind from kynang.installation as installation) as kind,
  exists (select from kynang.account as account) as has_accounts;
