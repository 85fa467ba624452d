import Foundation
import Postgres
import SQL
import TestSupport
import Testing
import Workforce

/// What keeps one firm's people from another is a law of the catalogue, not of discipline.
@Suite struct TenancyLawTests {
  /// Tables whose comment says `tenant:`.
  private static let tenantTables = """
    select relation.relname::text
    from pg_class as relation
    join pg_namespace as namespace on namespace.oid = relation.relnamespace
    where namespace.nspname = 'kynang' and relation.relkind = 'r'
      and obj_description(relation.oid, 'pg_class') like 'tenant:%'
    """

  @Test func everyTableSaysItsClass() async throws {
    try await withWorld { world in
      let unclassed = try await world.count(
        """
        select count(*)::bigint
        from pg_class as relation
        join pg_namespace as namespace on namespace.oid = relation.relnamespace
        where namespace.nspname = 'kynang' and relation.relkind = 'r'
          and coalesce(obj_description(relation.oid, 'pg_class'), '')
            !~ '^(tenant|catalogue|delivery|lookup): '
        """)
      #expect(unclassed == 0)
    }
  }

  @Test func everyTableThatKeysOnAFirmIsATenantOrSaysWhyNot() async throws {
    try await withWorld { world in
      let rows = try await world.rows(
        """
        select columns.table_name::text
        from information_schema.columns as columns
        where columns.table_schema = 'kynang' and columns.column_name = 'firm_id'
          and columns.is_nullable = 'NO' and columns.table_name not in (\(Self.tenantTables))
        order by 1
        """)
      let names: [String] = try (0..<rows.count).map { try rows.value($0, 0) }
      // A seat and the outbox are delivery, a tax code is a look-up; none holds a person.
      #expect(names == ["outbox", "seat", "tax_code"])
    }
  }

  @Test func everyTenantTableForcesRowSecurity() async throws {
    try await withWorld { world in
      let unforced = try await world.count(
        """
        select count(*)::bigint from pg_class
        where relname in (\(Self.tenantTables)) and relkind = 'r'
          and not (relrowsecurity and relforcerowsecurity)
        """)
      let total = try await world.count("select count(*)::bigint from (\(Self.tenantTables)) as t")
      #expect(unforced == 0)
      #expect(total > 15)
    }
  }

  @Test func everyTenantKeyStartsWithTheFirm() async throws {
    try await withWorld { world in
      let rows = try await world.rows(
        """
        select constraint_row.conname::text
        from pg_constraint as constraint_row
        join pg_class as relation on relation.oid = constraint_row.conrelid
        join pg_attribute as first_column
          on first_column.attrelid = relation.oid and first_column.attnum = constraint_row.conkey[1]
        where constraint_row.contype in ('p', 'u', 'x') and relation.relname in (\(Self.tenantTables))
          and first_column.attname <> 'firm_id'
        """)
      #expect(rows.count == 0)
    }
  }

  @Test func everyUniqueIndexOfATenantTableStartsWithTheFirm() async throws {
    try await withWorld { world in
      let rows = try await world.rows(
        """
        select index_relation.relname::text
        from pg_index as index_row
        join pg_class as relation on relation.oid = index_row.indrelid
        join pg_class as index_relation on index_relation.oid = index_row.indexrelid
        join pg_attribute as first_column
          on first_column.attrelid = relation.oid and first_column.attnum = index_row.indkey[0]
        where index_row.indisunique and relation.relname in (\(Self.tenantTables))
          and first_column.attname <> 'firm_id'
        """)
      #expect(rows.count == 0)
    }
  }

  @Test func everyPolicyComparesColumnsWithSettingsAlone() async throws {
    try await withWorld { world in
      let rows = try await world.rows(
        """
        select policy.polname::text || ' on ' || relation.relname
        from pg_policy as policy
        join pg_class as relation on relation.oid = policy.polrelid
        where not policy.polpermissive
          or coalesce(pg_get_expr(policy.polqual, policy.polrelid), '') ~* 'select'
          or coalesce(pg_get_expr(policy.polwithcheck, policy.polrelid), '') ~* 'select'
        """)
      #expect(rows.count == 0)
    }
  }

  @Test(arguments: ["kynang_officer", "kynang_trainer", "kynang_self", "kynang_system"])
  func aRoleWithoutItsContextReadsNobody(role: String) async throws {
    try await withWorld { world in
      let rows = try await world.rows(
        """
        select relation.relname::text
        from pg_class as relation
        where relation.relname in ('person', 'employee')
          and relation.relnamespace = 'kynang'::regnamespace
          and has_table_privilege($1, relation.oid, 'select')
        order by 1
        """, role)
      let readable: [String] = try (0..<rows.count).map { try rows.value($0, 0) }
      #expect(readable == (role == "kynang_self" ? ["employee", "person"] : []))
    }
  }

  /// The application's roles change facts by superseding them, never by deleting or rewriting.
  @Test func noApplicationRoleDeletesOrRewritesAFact() async throws {
    try await withWorld { world in
      let rows = try await world.rows(
        """
        select relation.relname::text || ' by ' || role.rolname
        from pg_class as relation
        cross join pg_roles as role
        where relation.relname in (
            'assessment', 'attendance', 'completion', 'assignment', 'employment', 'enrolment_status',
            'exemption', 'role_requirement', 'unit_placement', 'unit_budget', 'audit_entry', 'audit_seal',
            'own_indicator_definition', 'observation', 'firm_size', 'firm_flag',
            'adoption', 'support', 'training_plan', 'employee_apart', 'employee_merge_write',
            'walk_in', 'walk_in_status', 'walk_in_mark')
          and relation.relnamespace = 'kynang'::regnamespace
          and role.rolname in ('kynang_firm', 'kynang_trainer', 'kynang_self', 'kynang_officer', 'kynang_system')
          and (
            has_table_privilege(role.rolname, relation.oid, 'delete')
            or has_table_privilege(role.rolname, relation.oid, 'truncate')
            or has_column_privilege(role.rolname, relation.oid, 'firm_id', 'update')
            or has_table_privilege(role.rolname, relation.oid, 'update')
          )
        """)
      #expect(rows.count == 0)
    }
  }
}
