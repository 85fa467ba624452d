/// A course as the API takes it.
enum CourseText {
  static func body(code: String) -> String {
    """
    {"code": "\(code)", "title": {"vi": "Bảng tính", "en": "Spreadsheets"}, "mode": "classroom",
     "language": "vi", "durationHours": 8, "priceVnd": 1500000, "requiredAttendancePct": 80,
     "isPublished": true, "outcomes": [], "prerequisites": []}
    """
  }
}
