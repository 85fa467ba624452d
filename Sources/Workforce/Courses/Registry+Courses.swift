extension Registry {
  static func courses() throws -> [Operation] {
    try [
      Operation(CreateCourse.self), Operation(ChangeCourse.self), Operation(ListCourses.self),
      Operation(ShowCourse.self), Operation(PublishCourse.self), Operation(UnpublishCourse.self),
    ]
  }
}
