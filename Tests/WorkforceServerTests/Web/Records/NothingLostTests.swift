import CivilCalendar
import Foundation
import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

/// Opening a form and saving it as it stands changes nothing, whatever has been put out of use since.
@Suite struct NothingLostTests {
  private static let run = "/runs/\(World.run)/change"
  private static let session =
    "/runs/\(World.run)/sessions/\(ID<CourseSession>(World.session1))/change"
  private static let course = "/courses/\(World.course)/change"

  @Test func aRunKeepsTrainersAndARoomThatAreNoLongerUsed() async throws {
    try await withSite { site in
      try await site.retireResources()
      let page = try await site.page(Self.run, as: TestTokens.trainer)
      let form = try DrawnForm(page.body).with("place", "Hội trường B")
      let saved = try await site.send(Self.run, form.fields, as: TestTokens.trainer)
      let run = try await site.world.perform(
        ShowCourseRun(courseRunId: World.run), as: World.teacher1
      ).run

      #expect(page.body.contains("Phạm Quang Minh (không còn dùng)"))
      #expect(page.body.contains("Phòng máy 1 (không còn dùng)"))
      #expect(saved.status == 303)
      #expect(run.place == "Hội trường B")
      #expect(run.trainers.map(\.id) == [World.trainer1])
      #expect(run.roomId == World.room)
    }
  }

  @Test func aTrainerIsAddedBesideOneWhoHasStopped() async throws {
    try await withSite { site in
      try await site.retireResources()
      let page = try await site.page(Self.run, as: TestTokens.trainer)
      let form = try DrawnForm(page.body).ticking("trainer", World.trainer2.description)
      let saved = try await site.send(Self.run, form.fields, as: TestTokens.trainer)
      let run = try await site.world.perform(
        ShowCourseRun(courseRunId: World.run), as: World.teacher1
      ).run

      #expect(saved.status == 303)
      #expect(Set(run.trainers.map(\.id)) == [World.trainer1, World.trainer2])
    }
  }

  @Test func aTrainerWhoHasStoppedIsNotTakenAnew() async throws {
    try await withSite { site in
      _ = try await site.world.rows(
        "update kynang.trainer set is_active = false where id = $1", World.trainer2.uuid)
      let page = try await site.page(Self.run, as: TestTokens.trainer)
      let form = try DrawnForm(page.body).ticking("trainer", World.trainer2.description)
      let refused = try await site.send(Self.run, form.fields, as: TestTokens.trainer)

      #expect(!page.body.contains("Võ Thị Lan"))
      #expect(refused.status == 422)
    }
  }

  @Test func aSessionKeepsARoomThatIsNoLongerUsed() async throws {
    try await withSite { site in
      _ = try await site.world.rows(
        """
        insert into kynang.room (id, provider_id, code, name, created_at, created_by)
        select gen_random_uuid(), provider_id, 'P2', 'Phòng cũ', created_at, created_by
        from kynang.room
        """)
      _ = try await site.world.rows(
        """
        update kynang.session set room_id = (select id from kynang.room where code = 'P2')
        where id = $1
        """, World.session1)
      _ = try await site.world.rows("update kynang.room set is_active = false where code = 'P2'")
      let page = try await site.page(Self.session, as: TestTokens.trainer)
      let form = try DrawnForm(page.body).with("reason", "Giảng viên bận")
      let saved = try await site.send(Self.session, form.fields, as: TestTokens.trainer)
      let session = try await site.world.perform(
        ShowCourseSession(sessionId: ID(World.session1)), as: World.teacher1)

      #expect(page.body.contains("Phòng cũ (không còn dùng)"))
      #expect(saved.status == 303)
      #expect(session.roomName == "Phòng cũ")
    }
  }

  @Test func aCourseKeepsWhatItAsksForBeyondThousandsOfCourses() async throws {
    try await withSite { site in
      try await site.addCourses(2_000)
      _ = try await site.world.rows(
        """
        insert into kynang.course_prerequisite (course_id, ordinal, required_course_id)
        select $1, 1, id from kynang.course where code = 'Z-1999'
        """, World.course.uuid)
      let page = try await site.page(Self.course, as: TestTokens.trainer)
      let form = try DrawnForm(page.body).with("titleVi", "Bảng tính mới")
      let saved = try await site.send(Self.course, form.fields, as: TestTokens.trainer)
      let course = try await site.world.perform(
        ShowCourse(courseId: World.course), as: World.teacher1)

      #expect(form["needsCourse.0"] == ["Z-1999 · Khóa 1999"])
      #expect(saved.status == 303)
      #expect(course.title.vi == "Bảng tính mới")
      #expect(course.prerequisites.map(\.courseCode) == ["Z-1999"])
    }
  }

  @Test(arguments: ["Z-1500", "z-1500 · khóa 1500"])
  func anyOfThousandsOfCoursesIsFoundByWhatIsTyped(_ typed: String) async throws {
    try await withSite { site in
      try await site.addCourses(2_000)
      let page = try await site.page(Self.course, as: TestTokens.trainer)
      let form = try DrawnForm(page.body).with("needsCourse.0", typed)
      let saved = try await site.send(Self.course, form.fields, as: TestTokens.trainer)
      let course = try await site.world.perform(
        ShowCourse(courseId: World.course), as: World.teacher1)
      let offered = page.body.matches(of: #/<option value="Z-/#).count

      #expect(offered == 2_000)
      #expect(saved.status == 303)
      #expect(course.prerequisites.map(\.courseCode) == ["Z-1500"])
    }
  }

  @Test func aCourseThatIsNotInTheListIsRefusedAtItsField() async throws {
    try await withSite { site in
      let page = try await site.page(Self.course, as: TestTokens.trainer)
      let form = try DrawnForm(page.body).with("needsCourse.0", "Khóa không có")
      let refused = try await site.send(Self.course, form.fields, as: TestTokens.trainer)

      #expect(refused.status == 422)
      #expect(refused.body.contains("value=\"Khóa không có\""))
      #expect(refused.body.contains("Trong danh sách không có mục này"))
    }
  }

  @Test func aRunIsPlannedForACourseByItsCode() async throws {
    try await withSite { site in
      try await site.addCourses(600)
      let page = try await site.page("/runs/new", as: TestTokens.trainer)
      let form = try DrawnForm(page.body).with("run", "Z-599").with("code", "LOP-MOI")
        .with("startsOn", "10/12/2026").with("day.0", "10/12/2026")
        .with("morningStart.0", "08:00").with("morningEnd.0", "11:00")
        .with("cutOff", "9/12/2026 17:00")
        .with("capacity", "12")
      let saved = try await site.send("/runs/new", form.fields, as: TestTokens.trainer)
      let rows = try await site.world.perform(
        ListCourseRuns(
          search: "LOP-MOI", courseId: nil, competencyId: nil, targetLevel: nil, startsFrom: nil,
          startsUntil: nil, communeCode: nil, hasFreeSeats: nil, providerId: nil, trainerId: nil,
          state: nil, after: nil, limit: nil), as: World.teacher1)

      #expect(saved.status == 303)
      #expect(rows.items.map(\.courseCode) == ["Z-599"])
      #expect(rows.items.map(\.startsOn.description) == ["2026-12-10"])
    }
  }

  @Test func aCorrectedAssignmentKeepsAUnitAndARoleThatAreGone() async throws {
    try await withSite { site in
      _ = try await site.world.rows(
        "update kynang.job_role set is_active = false where id = $1", World.clerk.uuid)
      _ = try await site.world.rows(
        """
        update kynang.unit_placement set during = daterange(lower(during), '2026-06-01')
        where id = $1
        """, World.sales.uuid)
      let person = "/people/\(World.hoa)"
      let before = try await site.page(person)
      let link = try #require(before.body.firstMatch(of: #/\/assignments\/[0-9a-f-]+\/correct/#))
      let page = try await site.page(person + link.0)
      let form = try DrawnForm(page.body)

      #expect(form["unitId"] == [World.sales.description])
      #expect(form["jobRoleId"] == [World.clerk.description])
      #expect(page.body.contains("Nhân viên kinh doanh (không còn dùng)"))
    }
  }

  @Test func aFirmKeepsASectorThatIsNoLongerOffered() async throws {
    try await withSite { site in
      _ = try await site.world.rows(
        """
        insert into kynang.vsic_section (
          version, section, name, sector_group, valid_from, valid_to, status)
        select 'VSIC1993', 'Z', name, sector_group, '1993-01-01', '2007-01-01', status
        from kynang.vsic_section limit 1
        """)
      _ = try await site.world.rows(
        "update kynang.firm set vsic_version = 'VSIC1993', vsic_section = 'Z' where id = $1",
        World.firmA.uuid)
      let page = try await site.page("/firms/\(World.firmA)/change")
      let form = try DrawnForm(page.body)

      #expect(form["vsicSection"] == ["VSIC1993/Z"])
    }
  }
}

extension TestSite {
  /// The trainer and the room of the run of the world have stopped since it was planned.
  fileprivate func retireResources() async throws {
    _ = try await world.rows(
      "update kynang.trainer set is_active = false where id = $1", World.trainer1.uuid)
    _ = try await world.rows(
      "update kynang.room set is_active = false where id = $1", World.room.uuid)
  }

  /// Courses of the provider, behind that of the world by code.
  fileprivate func addCourses(_ count: Int) async throws {
    _ = try await world.rows(
      """
      insert into kynang.course (
        id, provider_id, code, title, mode, language, duration_hours, price_vnd,
        required_attendance_pct, created_at, created_by)
      select
        gen_random_uuid(), provider_id, 'Z-' || number,
        jsonb_build_object('vi', 'Khóa ' || number), mode, language, duration_hours, price_vnd,
        required_attendance_pct, created_at, created_by
      from kynang.course
      cross join generate_series(0, $2::integer - 1) as number
      where kynang.course.id = $1
      """, World.course.uuid, count)
  }
}
