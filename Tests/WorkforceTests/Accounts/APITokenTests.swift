import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct APITokenTests {
  @Test func aTokenWorksAsTheMembershipThatMadeItUntilItIsRevoked() async throws {
    try await withWorld { world in
      let made = try await world.perform(
        CreateAPIToken(label: "Bảng lương", lastsDays: 30), as: World.hrA)
      let identity = try await world.app.authenticator.identity(bearer: made.token)
      #expect(made.token.hasPrefix("kyn_"))
      #expect(identity.principal == World.hrA)
      await #expect(throws: AppError.notFound("api_token")) {
        try await world.perform(RevokeAPIToken(tokenId: made.id), as: World.hrB)
      }
      _ = try await world.perform(RevokeAPIToken(tokenId: made.id), as: World.hrA)
      await #expect(throws: AppError.unauthenticated) {
        try await world.app.authenticator.identity(bearer: made.token)
      }
    }
  }

  @Test func aTokenExpires() async throws {
    try await withWorld { world in
      let made = try await world.perform(
        CreateAPIToken(label: "Bảng lương", lastsDays: 1), as: World.hrA)
      _ = try await world.app.authenticator.identity(bearer: made.token)
      world.clock.advance(days: 1)
      await #expect(throws: AppError.unauthenticated) {
        try await world.app.authenticator.identity(bearer: made.token)
      }
    }
  }

  @Test func aTokenEndsWithItsMembership() async throws {
    try await withWorld { world in
      let made = try await world.perform(
        CreateAPIToken(label: "Báo cáo", lastsDays: 30), as: World.directorA)
      _ = try await world.app.authenticator.identity(bearer: made.token)
      _ = try await world.perform(
        RevokeMembership(
          accountId: World.directorA.accountID, membershipId: World.directorA.membershipID,
          reason: nil), as: World.hrA)
      await #expect(throws: AppError.unauthenticated) {
        try await world.app.authenticator.identity(bearer: made.token)
      }
    }
  }

  @Test func theAnswerWithASecretIsNotKeptForARepeatedRequest() async throws {
    try await withWorld { world in
      let request = Request(id: "test", idempotencyKey: "same", ifMatch: nil)
      _ = try await world.app.perform(
        CreateAPIToken(label: "Bảng lương", lastsDays: 30), as: World.hrA, request: request)
      let records = try await world.count("select count(*) from kynang.idempotency_record")
      #expect(records == 0)
    }
  }

  @Test func aTokenIsListedToItsOwnerWithoutItsSecret() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        CreateAPIToken(label: "Bảng lương", lastsDays: 30), as: World.hrA)
      let own = try await world.perform(ListAPITokens(), as: World.hrA)
      let others = try await world.perform(ListAPITokens(), as: World.hrB)
      #expect(own.items.map(\.label) == ["Bảng lương"])
      #expect(others.items.isEmpty)
    }
  }
}
