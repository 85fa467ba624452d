extension Registry {
  static func indicators() throws -> [Operation] {
    [
      try Operation(ChangeIndicator.self),
      try Operation(CorrectObservation.self),
      try Operation(CreateIndicator.self),
      try Operation(EndFirmFlag.self),
      try Operation(ListFirmEvents.self),
      try Operation(ListFirmFlags.self),
      try Operation(ListFirmPeers.self),
      try Operation(ListFirmSizes.self),
      try Operation(ListIndicatorValues.self),
      try Operation(ListIndicators.self),
      try Operation(ListMeasureUnits.self),
      try Operation(ListObservations.self),
      try Operation(ListPriceIndices.self),
      try Operation(ListSizeThresholds.self),
      try Operation(ListSupportFlags.self),
      try Operation(RecordFirmSize.self),
      try Operation(RecordObservations.self),
      try Operation(SetFirmFlag.self),
      try Operation(ShowFirmFlagHistory.self),
      try Operation(ShowFirmSize.self),
      try Operation(ShowFirmSizeHistory.self),
      try Operation(ShowIndicator.self),
      try Operation(ShowObservationHistory.self),
      try Operation(VoidObservation.self),
    ]
  }
}
