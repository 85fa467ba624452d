import Workforce

/// Every page of the product. A feature adds its own with one line here and, where the main navigation
/// leads to it, one in `Navigation.whole`.
enum Pages {
  static func mount(_ pages: PageRouter, _ registry: Registry) {
    Downloads.mount(pages, registry)
    AccountPages(pages: pages.responder).mount(on: pages.router)
    HomePage().mount(pages)
    PeoplePages().mount(pages)
    MergePages().mount(pages)
    ImportPages().mount(pages)
    EnrolmentPages().mount(pages)
    MatrixPages().mount(pages)
    AssessmentPages().mount(pages)
    LevelPages().mount(pages)
    RosterPages().mount(pages)
    ResultPages().mount(pages)
    WalkInPages().mount(pages)
    CheckInPages().mount(pages)
    CoursePages().mount(pages)
    RunPages().mount(pages)
    OfficerPages().mount(pages)
    TrainingPlanPages().mount(pages)
    IndicatorPages().mount(pages)
    ObservationPages().mount(pages)
    OwnIndicatorPages().mount(pages)
    StandingPages().mount(pages)
    AdoptionPages().mount(pages)
    SupportPages().mount(pages)
    StudyPages().mount(pages)
    PanelPages().mount(pages)
    StructurePages().mount(pages)
    AdministrationPages().mount(pages)
    OwnAccountPages().mount(pages)
    ReferencePages().mount(pages)
  }
}

extension Navigation {
  static let whole = Navigation(entries: [
    Entry(section: .home, url: "/", permission: .signedIn),
    Entry(section: .sessions, url: "/sessions", permission: .teach),
    Entry(section: .matrix, url: "/matrix", permission: .readSkills),
    Entry(section: .enrol, url: "/enrol", permission: .enrol),
    Entry(section: .runs, url: "/runs", permission: .planRuns),
    Entry(section: .director, url: "/director", permission: .readEnrolments),
    Entry(section: .officer, url: "/officer", permission: .readPublished),
    Entry(section: .people, url: "/people", permission: .readPeople),
    Entry(section: .indicators, url: "/indicators", permission: .readFigures),
    Entry(section: .studies, url: "/studies", permission: .studyImpact),
    Entry(section: .myLevels, url: "/me/levels", permission: .readOwn),
    Entry(section: .structure, url: "/structure", permission: .readOrganisation),
    Entry(section: .administration, url: "/provider", permission: .teach),
    Entry(section: .administration, url: "/audit", permission: .readAudit),
    Entry(section: .administration, url: "/accounts", permission: .manageAccounts),
    Entry(section: .administration, url: "/firms", permission: .readProvince),
  ])
}
