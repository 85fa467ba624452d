-- The rows of the small province that tests work in; World.swift names them.

insert into kynang.firm (id, code, name, tax_id_type, vsic_version, vsic_section, vsic_class, province_code, commune_code, created_at, created_by)
values ('00000000-0000-7000-8000-aa0000000001', 'F-A', 'Công ty TNHH Khách sạn Biển Xanh Mẫu', 'MST10', 'VSIC2018', 'I', '5510', '56', '22366', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.firm (id, code, name, tax_id_type, vsic_version, vsic_section, vsic_class, province_code, commune_code, created_at, created_by)
values ('00000000-0000-7000-8000-aa0000000002', 'F-B', 'Công ty TNHH Cơ khí Vịnh Xanh Mẫu', 'MST10', 'VSIC2018', 'C', '3011', '56', '22366', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.tax_code (tax_code, firm_id) values ('4299990012', '00000000-0000-7000-8000-aa0000000001'), ('4299990044', '00000000-0000-7000-8000-aa0000000002');
insert into kynang.unit (firm_id, id, code, created_at, created_by) values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-cc0000000001', 'HQ', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.unit_placement (firm_id, id, revision, name, parent_id, during, recorded_at, recorded_by)
values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-cc0000000001', 1, 'Văn phòng chính', null, '[2020-01-01,)', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.unit (firm_id, id, code, created_at, created_by) values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-cc0000000002', 'SALES', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.unit_placement (firm_id, id, revision, name, parent_id, during, recorded_at, recorded_by)
values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-cc0000000002', 1, 'Phòng kinh doanh', '00000000-0000-7000-8000-cc0000000001', '[2020-01-01,)', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.unit (firm_id, id, code, created_at, created_by) values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-cc0000000003', 'PLANT', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.unit_placement (firm_id, id, revision, name, parent_id, during, recorded_at, recorded_by)
values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-cc0000000003', 1, 'Bếp', null, '[2020-01-01,)', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.unit (firm_id, id, code, created_at, created_by) values ('00000000-0000-7000-8000-aa0000000002', '00000000-0000-7000-8000-cc0000000004', 'OFFICE', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.unit_placement (firm_id, id, revision, name, parent_id, during, recorded_at, recorded_by)
values ('00000000-0000-7000-8000-aa0000000002', '00000000-0000-7000-8000-cc0000000004', 1, 'Văn phòng', null, '[2020-01-01,)', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.job_role (firm_id, id, code, title, created_at, created_by)
values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-dd0000000001', 'CLERK', '{"vi": "Nhân viên kinh doanh", "en": "Sales clerk"}', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.job_role (firm_id, id, code, title, created_at, created_by)
values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-dd0000000002', 'COOK', '{"vi": "Đầu bếp", "en": "Cook"}', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.job_role (firm_id, id, code, title, created_at, created_by)
values ('00000000-0000-7000-8000-aa0000000002', '00000000-0000-7000-8000-dd0000000003', 'CLERK', '{"vi": "Nhân viên văn phòng", "en": "Office clerk"}', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.role_requirement (firm_id, id, revision, job_role_id, competency_id, required_level, during, recorded_at, recorded_by)
select '00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-de0000000001', 1, '00000000-0000-7000-8000-dd0000000001', competency.id, 3, '[2020-01-01,)', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001'
from kynang.competency join kynang.framework on framework.id = competency.framework_id
where framework.code = 'TT02_2025' and competency.code = '1.1';
insert into kynang.role_requirement (firm_id, id, revision, job_role_id, competency_id, required_level, during, recorded_at, recorded_by)
select '00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-de0000000002', 1, '00000000-0000-7000-8000-dd0000000001', competency.id, 2, '[2020-01-01,)', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001'
from kynang.competency join kynang.framework on framework.id = competency.framework_id
where framework.code = 'TT02_2025' and competency.code = '1.2';
insert into kynang.role_requirement (firm_id, id, revision, job_role_id, competency_id, required_level, during, recorded_at, recorded_by)
select '00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-de0000000003', 1, '00000000-0000-7000-8000-dd0000000002', competency.id, 2, '[2020-01-01,)', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001'
from kynang.competency join kynang.framework on framework.id = competency.framework_id
where framework.code = 'TT02_2025' and competency.code = '1.1';
insert into kynang.role_requirement (firm_id, id, revision, job_role_id, competency_id, required_level, during, recorded_at, recorded_by)
select '00000000-0000-7000-8000-aa0000000002', '00000000-0000-7000-8000-de0000000004', 1, '00000000-0000-7000-8000-dd0000000003', competency.id, 3, '[2020-01-01,)', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001'
from kynang.competency join kynang.framework on framework.id = competency.framework_id
where framework.code = 'TT02_2025' and competency.code = '1.1';
insert into kynang.employee (firm_id, id, code, created_at, created_by) values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-ee0000000001', 'A1', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.person (firm_id, employee_id, full_name, family_name, middle_name, given_name, birth_on)
values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-ee0000000001', 'Lê Thị Hoa', 'Lê', 'Thị', 'Hoa', '1995-04-12');
insert into kynang.employment (firm_id, id, revision, during, recorded_at, recorded_by)
values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-ee0000000001', 1, '[2024-03-01,)', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.assignment (firm_id, id, revision, employee_id, unit_id, job_role_id, during, recorded_at, recorded_by)
values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-ea0000000001', 1, '00000000-0000-7000-8000-ee0000000001', '00000000-0000-7000-8000-cc0000000002', '00000000-0000-7000-8000-dd0000000001', '[2024-03-01,)', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.employee (firm_id, id, code, created_at, created_by) values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-ee0000000002', 'A2', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.person (firm_id, employee_id, full_name, family_name, middle_name, given_name, birth_on)
values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-ee0000000002', 'Nguyễn Văn Đức', 'Nguyễn', 'Văn', 'Đức', '1988-09-01');
insert into kynang.employment (firm_id, id, revision, during, recorded_at, recorded_by)
values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-ee0000000002', 1, '[2024-03-01,)', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.assignment (firm_id, id, revision, employee_id, unit_id, job_role_id, during, recorded_at, recorded_by)
values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-ea0000000002', 1, '00000000-0000-7000-8000-ee0000000002', '00000000-0000-7000-8000-cc0000000003', '00000000-0000-7000-8000-dd0000000002', '[2024-03-01,)', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.employee (firm_id, id, code, created_at, created_by) values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-ee0000000003', 'A3', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.person (firm_id, employee_id, full_name, family_name, middle_name, given_name, birth_on)
values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-ee0000000003', 'Trần Thị Ân', 'Trần', 'Thị', 'Ân', '1999-12-24');
insert into kynang.employment (firm_id, id, revision, during, recorded_at, recorded_by)
values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-ee0000000003', 1, '[2024-03-01,)', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.assignment (firm_id, id, revision, employee_id, unit_id, job_role_id, during, recorded_at, recorded_by)
values ('00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-ea0000000003', 1, '00000000-0000-7000-8000-ee0000000003', '00000000-0000-7000-8000-cc0000000002', '00000000-0000-7000-8000-dd0000000001', '[2024-03-01,)', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.employee (firm_id, id, code, created_at, created_by) values ('00000000-0000-7000-8000-aa0000000002', '00000000-0000-7000-8000-ee0000000004', 'B1', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.person (firm_id, employee_id, full_name, family_name, middle_name, given_name, birth_on)
values ('00000000-0000-7000-8000-aa0000000002', '00000000-0000-7000-8000-ee0000000004', 'Lê Anh', 'Lê', '', 'Anh', '1990-01-30');
insert into kynang.employment (firm_id, id, revision, during, recorded_at, recorded_by)
values ('00000000-0000-7000-8000-aa0000000002', '00000000-0000-7000-8000-ee0000000004', 1, '[2024-03-01,)', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.assignment (firm_id, id, revision, employee_id, unit_id, job_role_id, during, recorded_at, recorded_by)
values ('00000000-0000-7000-8000-aa0000000002', '00000000-0000-7000-8000-ea0000000004', 1, '00000000-0000-7000-8000-ee0000000004', '00000000-0000-7000-8000-cc0000000004', '00000000-0000-7000-8000-dd0000000003', '[2024-03-01,)', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.provider (id, code, name, province_code, created_at, created_by) values ('00000000-0000-7000-8000-bb0000000001', 'TTKN', 'Trung tâm Kỹ năng số Mẫu', '56', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.trainer (id, provider_id, code, display_name, created_at, created_by)
values ('00000000-0000-7000-8000-bb0100000001', '00000000-0000-7000-8000-bb0000000001', 'T1', 'Phạm Quang Minh', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001'), ('00000000-0000-7000-8000-bb0100000002', '00000000-0000-7000-8000-bb0000000001', 'T2', 'Võ Thị Lan', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.room (id, provider_id, code, name, commune_code, capacity, created_at, created_by)
values ('00000000-0000-7000-8000-bb0200000001', '00000000-0000-7000-8000-bb0000000001', 'P1', 'Phòng máy 1', '22366', 30, '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.agency (id, code, name, province_code, created_at, created_by) values ('00000000-0000-7000-8000-bb0300000001', 'SKHCN', 'Sở Khoa học và Công nghệ', '56', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.course (id, provider_id, code, title, mode, language, duration_hours, price_vnd, required_attendance_pct, created_at, created_by)
values ('00000000-0000-7000-8000-ff0000000001', '00000000-0000-7000-8000-bb0000000001', 'EXCEL', '{"vi": "Bảng tính cho công việc", "en": "Spreadsheets at work"}', 'classroom', 'vi', 14, 2000000, 80, '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.course_outcome (course_id, competency_id, entry_level, target_level)
select '00000000-0000-7000-8000-ff0000000001', competency.id, 1, 3
from kynang.competency join kynang.framework on framework.id = competency.framework_id
where framework.code = 'TT02_2025' and competency.code = '1.1';
insert into kynang.course_run (id, course_id, provider_id, code, language, room_id, place, commune_code, capacity, cut_off_at, waiting_policy, price_vnd, starts_on, ends_on, state, created_at, created_by)
values ('00000000-0000-7000-8000-ff0100000001', '00000000-0000-7000-8000-ff0000000001', '00000000-0000-7000-8000-bb0000000001', 'RUN1', 'vi', '00000000-0000-7000-8000-bb0200000001', 'Phòng máy 1', '22366', 2, '2026-12-04 10:00:00+00', 'first_come', 2000000, '2026-12-07', '2026-12-08', 'open', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.course_run_trainer (course_run_id, trainer_id) values ('00000000-0000-7000-8000-ff0100000001', '00000000-0000-7000-8000-bb0100000001');
insert into kynang.session (id, course_run_id, ordinal, held_on, morning, afternoon, room_id, created_at, created_by)
values ('00000000-0000-7000-8000-ff0200000001', '00000000-0000-7000-8000-ff0100000001', 1, '2026-12-07', '["2026-12-07 01:00:00+00","2026-12-07 04:30:00+00")', '["2026-12-07 06:30:00+00","2026-12-07 10:00:00+00")', '00000000-0000-7000-8000-bb0200000001', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.trainer_booking (session_id, trainer_id, half_day, during) values ('00000000-0000-7000-8000-ff0200000001', '00000000-0000-7000-8000-bb0100000001', 'morning', '["2026-12-07 01:00:00+00","2026-12-07 04:30:00+00")');
insert into kynang.room_booking (session_id, room_id, half_day, during) values ('00000000-0000-7000-8000-ff0200000001', '00000000-0000-7000-8000-bb0200000001', 'morning', '["2026-12-07 01:00:00+00","2026-12-07 04:30:00+00")');
insert into kynang.trainer_booking (session_id, trainer_id, half_day, during) values ('00000000-0000-7000-8000-ff0200000001', '00000000-0000-7000-8000-bb0100000001', 'afternoon', '["2026-12-07 06:30:00+00","2026-12-07 10:00:00+00")');
insert into kynang.room_booking (session_id, room_id, half_day, during) values ('00000000-0000-7000-8000-ff0200000001', '00000000-0000-7000-8000-bb0200000001', 'afternoon', '["2026-12-07 06:30:00+00","2026-12-07 10:00:00+00")');
insert into kynang.session (id, course_run_id, ordinal, held_on, morning, afternoon, room_id, created_at, created_by)
values ('00000000-0000-7000-8000-ff0200000002', '00000000-0000-7000-8000-ff0100000001', 2, '2026-12-08', '["2026-12-08 01:00:00+00","2026-12-08 04:30:00+00")', '["2026-12-08 06:30:00+00","2026-12-08 10:00:00+00")', '00000000-0000-7000-8000-bb0200000001', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.trainer_booking (session_id, trainer_id, half_day, during) values ('00000000-0000-7000-8000-ff0200000002', '00000000-0000-7000-8000-bb0100000001', 'morning', '["2026-12-08 01:00:00+00","2026-12-08 04:30:00+00")');
insert into kynang.room_booking (session_id, room_id, half_day, during) values ('00000000-0000-7000-8000-ff0200000002', '00000000-0000-7000-8000-bb0200000001', 'morning', '["2026-12-08 01:00:00+00","2026-12-08 04:30:00+00")');
insert into kynang.trainer_booking (session_id, trainer_id, half_day, during) values ('00000000-0000-7000-8000-ff0200000002', '00000000-0000-7000-8000-bb0100000001', 'afternoon', '["2026-12-08 06:30:00+00","2026-12-08 10:00:00+00")');
insert into kynang.room_booking (session_id, room_id, half_day, during) values ('00000000-0000-7000-8000-ff0200000002', '00000000-0000-7000-8000-bb0200000001', 'afternoon', '["2026-12-08 06:30:00+00","2026-12-08 10:00:00+00")');
insert into kynang.account (id, display_name, language, state, created_at, created_by) values ('00000000-0000-7000-8000-ac0000000001', 'Nguyễn Thị Nhân Sự', 'vi', 'active', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.login (login, account_id) values ('hr.a', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.account (id, display_name, language, state, created_at, created_by) values ('00000000-0000-7000-8000-ac0000000002', 'Trần Nhân Sự', 'vi', 'active', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.login (login, account_id) values ('hr.b', '00000000-0000-7000-8000-ac0000000002');
insert into kynang.account (id, display_name, language, state, created_at, created_by) values ('00000000-0000-7000-8000-ac0000000003', 'Lý Quản Lý', 'vi', 'active', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.login (login, account_id) values ('manager.sales', '00000000-0000-7000-8000-ac0000000003');
insert into kynang.account (id, display_name, language, state, created_at, created_by) values ('00000000-0000-7000-8000-ac0000000004', 'Hồ Quản Lý', 'vi', 'active', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.login (login, account_id) values ('manager.plant', '00000000-0000-7000-8000-ac0000000004');
insert into kynang.account (id, display_name, language, state, created_at, created_by) values ('00000000-0000-7000-8000-ac0000000005', 'Đỗ Giám Đốc', 'vi', 'active', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.login (login, account_id) values ('director.a', '00000000-0000-7000-8000-ac0000000005');
insert into kynang.account (id, display_name, language, state, created_at, created_by) values ('00000000-0000-7000-8000-ac0000000006', 'Lê Thị Hoa', 'vi', 'active', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.login (login, account_id) values ('hoa', '00000000-0000-7000-8000-ac0000000006');
insert into kynang.account (id, display_name, language, state, created_at, created_by) values ('00000000-0000-7000-8000-ac0000000007', 'Nguyễn Văn Đức', 'vi', 'active', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.login (login, account_id) values ('duc', '00000000-0000-7000-8000-ac0000000007');
insert into kynang.account (id, display_name, language, state, created_at, created_by) values ('00000000-0000-7000-8000-ac0000000008', 'Phạm Quang Minh', 'vi', 'active', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.login (login, account_id) values ('minh', '00000000-0000-7000-8000-ac0000000008');
insert into kynang.account (id, display_name, language, state, created_at, created_by) values ('00000000-0000-7000-8000-ac0000000009', 'Võ Thị Lan', 'vi', 'active', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.login (login, account_id) values ('lan', '00000000-0000-7000-8000-ac0000000009');
insert into kynang.account (id, display_name, language, state, created_at, created_by) values ('00000000-0000-7000-8000-ac0000000010', 'Cán Bộ Tỉnh', 'vi', 'active', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.login (login, account_id) values ('officer', '00000000-0000-7000-8000-ac0000000010');
insert into kynang.account (id, display_name, language, state, created_at, created_by) values ('00000000-0000-7000-8000-ac0000000011', 'Quản Trị', 'vi', 'active', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
insert into kynang.login (login, account_id) values ('admin', '00000000-0000-7000-8000-ac0000000011');
insert into kynang.membership (account_id, id, role, granted_at, granted_by, firm_id) values ('00000000-0000-7000-8000-ac0000000001', '00000000-0000-7000-8000-ad0000000001', 'hr', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001', '00000000-0000-7000-8000-aa0000000001');
insert into kynang.membership (account_id, id, role, granted_at, granted_by, firm_id) values ('00000000-0000-7000-8000-ac0000000002', '00000000-0000-7000-8000-ad0000000002', 'hr', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001', '00000000-0000-7000-8000-aa0000000002');
insert into kynang.membership (account_id, id, role, granted_at, granted_by, firm_id, unit_ids) values ('00000000-0000-7000-8000-ac0000000003', '00000000-0000-7000-8000-ad0000000003', 'manager', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001', '00000000-0000-7000-8000-aa0000000001', array['00000000-0000-7000-8000-cc0000000002']::uuid[]);
insert into kynang.membership (account_id, id, role, granted_at, granted_by, firm_id, unit_ids) values ('00000000-0000-7000-8000-ac0000000004', '00000000-0000-7000-8000-ad0000000004', 'manager', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001', '00000000-0000-7000-8000-aa0000000001', array['00000000-0000-7000-8000-cc0000000003']::uuid[]);
insert into kynang.membership (account_id, id, role, granted_at, granted_by, firm_id) values ('00000000-0000-7000-8000-ac0000000005', '00000000-0000-7000-8000-ad0000000005', 'director', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001', '00000000-0000-7000-8000-aa0000000001');
insert into kynang.membership (account_id, id, role, granted_at, granted_by, firm_id, employee_id) values ('00000000-0000-7000-8000-ac0000000006', '00000000-0000-7000-8000-ad0000000006', 'employee', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001', '00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-ee0000000001');
insert into kynang.membership (account_id, id, role, granted_at, granted_by, firm_id, employee_id) values ('00000000-0000-7000-8000-ac0000000007', '00000000-0000-7000-8000-ad0000000007', 'employee', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001', '00000000-0000-7000-8000-aa0000000001', '00000000-0000-7000-8000-ee0000000002');
insert into kynang.membership (account_id, id, role, granted_at, granted_by, provider_id, trainer_id) values ('00000000-0000-7000-8000-ac0000000008', '00000000-0000-7000-8000-ad0000000008', 'trainer', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001', '00000000-0000-7000-8000-bb0000000001', '00000000-0000-7000-8000-bb0100000001');
insert into kynang.membership (account_id, id, role, granted_at, granted_by, provider_id, trainer_id) values ('00000000-0000-7000-8000-ac0000000009', '00000000-0000-7000-8000-ad0000000009', 'trainer', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001', '00000000-0000-7000-8000-bb0000000001', '00000000-0000-7000-8000-bb0100000002');
insert into kynang.membership (account_id, id, role, granted_at, granted_by, agency_id) values ('00000000-0000-7000-8000-ac0000000010', '00000000-0000-7000-8000-ad0000000010', 'officer', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001', '00000000-0000-7000-8000-bb0300000001');
insert into kynang.membership (account_id, id, role, granted_at, granted_by) values ('00000000-0000-7000-8000-ac0000000011', '00000000-0000-7000-8000-ad0000000011', 'administrator', '2026-01-05 02:00:00+00', '00000000-0000-7000-8000-ac0000000001');
