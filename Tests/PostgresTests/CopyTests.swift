import Foundation
import Postgres
import Testing

@Suite struct CopyTests {
  @Test func rowsMadeInSwiftArriveInTheirTable() async throws {
    try await withPool { pool in
      let count = try await pool.transaction(.write) { transaction in
        try await transaction.script("create table t (id int8, name text, held_on date)")
        return try await transaction.copyIn("copy t from stdin with (format binary)") { writer in
          var rows = CopyBinaryWriter(writer)
          for number in 0..<20_000 {
            try await rows.append(
              row: number, number % 2 == 0 ? nil : "số \(number)",
              CalendarDate(dayNumber: number))
          }
          try await rows.finish()
        }
      }
      let seen = try await pool.once(
        .read, [sql("select count(*), count(name), max(held_on)::text, max(id)::text from t")])[0]

      #expect(count == 20_000)
      #expect(try seen.value(0, 0, as: Int.self) == 20_000)
      #expect(try seen.value(0, 1, as: Int.self) == 10_000)
      #expect(try seen.value(0, 2, as: String.self) == "2024-10-03")
    }
  }

  @Test func whatIsCopiedOutIsAllOfIt() async throws {
    try await withPool { pool in
      let bytes = try await pool.transaction(.read) { transaction in
        var bytes: [UInt8] = []
        let query = "copy (select i, repeat('x', 50) from generate_series(1, 30000) as i) to stdout"
        for try await chunk in transaction.copyOut(query) { bytes += chunk }
        _ = try await transaction.fetch(sql("select 1"))
        return bytes
      }
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")

      #expect(lines.count == 30_000 && lines.last?.hasPrefix("30000\t") == true)
    }
  }

  @Test func aTextThatIsNoRowIsRefusedWithItsState() async throws {
    try await withPool { pool in
      let error = await #expect(throws: PostgresError.self) {
        try await pool.transaction(.write) { transaction in
          try await transaction.script("create table t (id int8)")
          return try await transaction.copyIn("copy t from stdin") {
            try await $0.write(Array("seven\n".utf8))
          }
        }
      }
      let after = try await pool.once(.write, [sql("select to_regclass('t') is null")])

      #expect(error?.serverError?.sqlState == .invalidTextRepresentation)
      #expect(try after[0].decode(Bool.self) == [true])
    }
  }

  @Test func aCopyThatIsGivenUpLeavesNothing() async throws {
    struct Refusal: Error {}
    try await withPool { pool in
      _ = try await pool.once(.write, [sql("create table t (id int8)")])
      await #expect(throws: Refusal.self) {
        try await pool.transaction(.write) { transaction in
          _ = try await transaction.copyIn("copy t from stdin") {
            try await $0.write(Array("7\n".utf8))
            throw Refusal()
          }
        }
      }
      let seen = try await pool.once(.read, [sql("select id from t")])

      #expect(seen[0].count == 0)
    }
  }

  @Test func aReaderWhoLeavesACopyHalfwayDoesNotBlockTheNext() async throws {
    struct Enough: Error {}
    try await withPool(adjusted { $0.writeConnections = 1 }) { pool in
      await #expect(throws: Enough.self) {
        try await pool.transaction(.read) { transaction in
          let query = "copy (select i from generate_series(1, 3000000) as i) to stdout"
          for try await _ in transaction.copyOut(query) { throw Enough() }
        }
      }

      let next = try await pool.once(.write, [sql("select 1::int8")])

      #expect(try next[0].decode(Int.self) == [1])
    }
  }

  @Test func aCopyInAPipelineIsRefused() async throws {
    try await withPool { pool in
      await #expect(throws: PostgresError.self) {
        try await pool.once(.read, [sql("copy (select 1) to stdout")])
      }

      let next = try await pool.once(.read, [sql("select 1::int8")])

      #expect(try next[0].decode(Int.self) == [1])
    }
  }
}
