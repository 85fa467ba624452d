extension CohortSums {
  /// Within a cohort ψ = slope · (centred change) + level, for every cell.
  private struct Line {
    let period: Int
    let base: Int
    let slope: Double
    let level: Double
  }

  private func lines(_ plan: GroupTimePlan, cohort: Int) -> [Line] {
    plan.cells.map { cell in
      let arms = arms(cell, plan)
      let sign = cell.isReference || arms.control == 0 ? 0 : arms.signs[cohort]
      let side = sign > 0 ? arms.treated : arms.control
      let slope = sign == 0 ? 0 : sign * Double(panel.units) / side
      let change = means[cohort][cell.period] - means[cohort][cell.base]
      let level =
        sign == 0 ? 0 : slope * (change - (sign > 0 ? arms.treatedMean : arms.controlMean))
      return Line(period: cell.period, base: cell.base, slope: slope, level: level)
    }
  }

  func moments(_ plan: GroupTimePlan) -> InfluenceMoments {
    let lines = cohorts.indices.map { self.lines(plan, cohort: $0) }
    if let clusters = panel.clusters { return blockMoments(lines, clusters) }
    var grams: [Matrix] = []
    var sums: [[Double]] = []
    for cohort in cohorts.indices {
      let size = sizes[cohort]
      let list = lines[cohort]
      var gram = Matrix(rows: list.count, columns: list.count)
      let q = products[cohort]
      for (j, b) in list.enumerated() where b.slope != 0 || b.level != 0 {
        for (i, a) in list.prefix(j + 1).enumerated() {
          let product =
            q[a.period, b.period] - q[a.period, b.base] - q[a.base, b.period] + q[a.base, b.base]
          gram[i, j] = a.slope * b.slope * product + size * a.level * b.level
        }
      }
      gram.mirrorUpper()
      grams.append(gram)
      sums.append(list.map { $0.level * size })
    }
    return InfluenceMoments(panel, grams: grams, sums: sums)
  }

  private func blockMoments(_ lines: [[Line]], _ clusters: [Int32]) -> InfluenceMoments {
    let numbering = Dictionary(uniqueKeysWithValues: cohorts.enumerated().map { ($1, $0) })
    let codes = panel.cohorts.map { Int32(numbering[$0] ?? 0) }
    let count = Int((clusters.max() ?? -1) + 1)
    let grouping = Grouping(
      pairing: Grouping(name: "", codes: clusters, count: count),
      with: Grouping(name: "", codes: codes, count: cohorts.count), name: "")
    let blocks = InfluenceMoments.blocks(grouping, clusters, codes)
    let span = panel.span
    var totals = [Double](repeating: 0, count: grouping.count * span)
    for unit in 0..<panel.units {
      let first = panel.outcome[unit * span]
      let cohort = Int(codes[unit])
      let target = Int(grouping.codes[unit]) * span
      for t in 0..<span {
        totals[target + t] += panel.outcome[unit * span + t] - first - means[cohort][t]
      }
    }
    var sums = Matrix(rows: grouping.count, columns: lines.first?.count ?? 0)
    for (row, block) in blocks.enumerated() {
      for (cell, line) in lines[block.cohort].enumerated() {
        let change = totals[row * span + line.period] - totals[row * span + line.base]
        sums[row, cell] = line.slope * change + block.units * line.level
      }
    }
    return InfluenceMoments(panel, blockSums: sums, blocks: blocks, clusters: count)
  }
}
