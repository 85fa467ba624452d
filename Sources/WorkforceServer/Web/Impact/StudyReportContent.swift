import Foundation
import Localization
import Workforce

/// What a study found, ready for its template.
struct StudyReportContent {
  private let reading: StudyReading

  init(_ reading: StudyReading) {
    self.reading = reading
  }

  var content: PageContent {
    var content: PageContent = [
      "answer": reading.answer, "figure": reading.figure ?? "",
      "missing": reading.missing ?? "", "verdict": reading.verdict, "status": reading.status,
      "attribution": reading.attribution, "attributionWhy": reading.attributionWhy,
      "remarks": reading.remarks, "notes": reading.notes, "hasNotes": !reading.notes.isEmpty,
      "hiddenEvents": reading.hiddenEvents ?? "",
      "sections": reading.sections.map(section), "caveats": reading.caveats,
    ]
    let picture = StudyPicture(
      words: reading.words, figure: reading.figures, reading.report)
    if let chart = picture.html { content["picture"] = chart }
    return content
  }

  private func section(_ section: StudyReading.Section) -> PageContent {
    var content: PageContent = [
      "title": section.title, "why": section.why ?? "", "warnings": section.warnings,
      "remarks": section.remarks,
    ]
    if let first = section.columns.first, !section.rows.isEmpty {
      content["table"] =
        [
          "title": section.title, "first": first, "columns": Array(section.columns.dropFirst()),
          "rows": section.rows.map { row -> PageContent in
            ["label": row.first ?? "", "cells": Array(row.dropFirst())]
          },
        ] as PageContent
    }
    return content
  }
}
