import Postgres

extension SkillMatrix: WritesJSON {
  package func write(into json: inout JSONWriter) {
    json.object { json in
      json.key("asOf")
      json.value(asOf.description)
      json.key("people")
      json.value(people)
      json.key("columns")
      json.array(columns) { $1.write(into: &$0) }
      json.key("lines")
      json.array(lines) { $1.write(into: &$0) }
      json.key("summary")
      summary.write(into: &json)
      if let next {
        json.key("next")
        json.value(next)
      }
    }
  }
}

extension SkillColumn {
  fileprivate func write(into json: inout JSONWriter) {
    json.object { json in
      json.key("competencyId")
      json.value(competencyId.uuid)
      json.key("frameworkCode")
      json.value(frameworkCode)
      json.key("areaCode")
      json.value(areaCode)
      json.key("areaTitle")
      json.value(areaTitle)
      json.key("code")
      json.value(code)
      json.key("title")
      json.value(title)
      json.key("requiredCount")
      json.value(requiredCount)
      json.key("metCount")
      json.value(metCount)
      json.key("holderCount")
      json.value(holderCount)
      json.key("minimumHolders")
      json.value(minimumHolders)
    }
  }
}

extension SkillLine {
  fileprivate func write(into json: inout JSONWriter) {
    json.object { json in
      json.key("employeeId")
      json.value(employeeId.uuid)
      json.key("employeeCode")
      json.value(employeeCode)
      json.key("fullName")
      json.value(fullName)
      json.key("unitName")
      json.value(unitName)
      json.key("roleTitles")
      json.array(roleTitles) { $0.value($1) }
      json.key("gap")
      json.value(gap)
      if let nextExpiry {
        json.key("nextExpiry")
        json.value(nextExpiry.description)
      }
      json.key("cells")
      json.array(cells) { $1.write(into: &$0) }
    }
  }
}

extension SkillCell {
  fileprivate func write(into json: inout JSONWriter) {
    json.object { json in
      json.key("competencyId")
      json.value(competencyId.uuid)
      if let requiredLevel {
        json.key("requiredLevel")
        json.value(requiredLevel)
      }
      if let attainedLevel {
        json.key("attainedLevel")
        json.value(attainedLevel)
      }
      if let claimedLevel {
        json.key("claimedLevel")
        json.value(claimedLevel)
      }
      if let minimumHolders {
        json.key("minimumHolders")
        json.value(minimumHolders)
      }
      if let grade {
        json.key("grade")
        json.value(grade.rawValue)
      }
      json.key("verdict")
      json.value(verdict.rawValue)
      if let assessedOn {
        json.key("assessedOn")
        json.value(assessedOn.description)
      }
      if let validUntil {
        json.key("validUntil")
        json.value(validUntil.description)
      }
      json.key("exceeds")
      json.value(exceeds)
      json.key("isExpiring")
      json.value(isExpiring)
      json.key("isInTraining")
      json.value(isInTraining)
      json.key("isCarriedOver")
      json.value(isCarriedOver)
      if let exemptUntil {
        json.key("exemptUntil")
        json.value(exemptUntil.description)
      }
    }
  }
}

extension SkillSummary {
  fileprivate func write(into json: inout JSONWriter) {
    json.object { json in
      json.key("required")
      json.value(required)
      json.key("met")
      json.value(met)
      json.key("below")
      json.value(below)
      json.key("claimedOnly")
      json.value(claimedOnly)
      json.key("stale")
      json.value(stale)
      json.key("expired")
      json.value(expired)
      json.key("notAssessed")
      json.value(notAssessed)
      json.key("exempt")
      json.value(exempt)
    }
  }
}
