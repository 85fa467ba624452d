-- What a rule of support asks for, and where a kind of platform is listed, are read by people: both are
-- texts by language from now on. What stands there is English; the reference files bring the Vietnamese
-- when they are loaded, as every start does. A reader of the old version sees the object as text.
-- Reversible by taking the English out of the objects.

alter table kynang.support_rule
  alter column condition type kynang.localized_text
  using case when condition is not null then jsonb_build_object('en', condition) end;

alter table kynang.platform_category
  alter column source type kynang.localized_text
  using case when source is not null then jsonb_build_object('en', source) end;
