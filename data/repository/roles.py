"""The role with which servers read: it may select, for seconds at a time, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from data.repository.servers import STATEMENT_SECONDS, ServerError

_SETTINGS = {
    "default_transaction_read_only": "on",
    "statement_timeout": f"{STATEMENT_SECONDS}s",
}


@dataclass(frozen=True, slots=True)
class Granted:
    """What became of it; `sql` has what this role was not allowed to do."""

    said: str
    sql: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """A role by its name, as PostgreSQL spells it."""

    name: str

    def grant(self, connection: sa.Connection, tables: Iterable[sa.Table]) -> Granted:
        """Make the role where it is missing and let it read `tables`: in the same transaction.

        What needs an administrator is handed back as SQL. Raises ServerError where the role may
        write: then it is no reader.
        """
        names = [table.name for table in tables]
        is_new = not connection.scalar(
            sa.text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": self.name}
        )
        if not is_new:
            self._check(connection, names)
        left = self._statements(connection, names, is_new=is_new)
        try:
            with connection.begin_nested():
                for statement in left:
                    connection.exec_driver_sql(statement)
            # Without the right to grant, PostgreSQL warns and does nothing.
            left = self._statements(connection, names, is_new=False)
        except ProgrammingError:
            pass
        if left:
            sql = "\n".join(f"{statement};" for statement in left)
            return Granted(f"The role {self.name} needs an administrator, who runs this:", sql)
        how = f"; give it a password: \\password {self.name} (psql)" if is_new else ""
        return Granted(f"The role {self.name} may read it{how}.")

    def _check(self, connection: sa.Connection, names: list[str]) -> None:
        query = sa.text(
            "SELECT bool_or(has_table_privilege(:name, to_regclass(quote_ident(t)), "
            "'INSERT, UPDATE, DELETE, TRUNCATE')) FROM unnest(CAST(:names AS text[])) t"
        )
        if connection.scalar(query, {"name": self.name, "names": names}):
            raise ServerError(
                f"the role {self.name} may write, so it is no reader: name another for --reader"
            )

    def _statements(
        self, connection: sa.Connection, names: list[str], *, is_new: bool
    ) -> list[str]:
        """Only what is missing: a role that owns the tables may grant, but change no role."""
        quote = connection.dialect.identifier_preparer.quote_identifier
        role = quote(self.name)
        base, schema, can_connect, can_use, can_read, settings = connection.execute(
            sa.text(
                "SELECT current_database(), current_schema(), "
                "is_old AND has_database_privilege(r, current_database(), 'CONNECT'), "
                "is_old AND has_schema_privilege(r, current_schema(), 'USAGE'), "
                "is_old AND (SELECT bool_and(has_table_privilege(r, quote_ident(t), 'SELECT')) "
                "FROM unnest(CAST(:names AS text[])) t), "
                "(SELECT rolconfig FROM pg_roles WHERE rolname = :name) "
                "FROM (SELECT CASE WHEN :is_new THEN current_user ELSE CAST(:name AS name) END, "
                "NOT :is_new) AS role(r, is_old)"
            ),
            {"name": self.name, "is_new": is_new, "names": names},
        ).one()
        given = dict(word.split("=", 1) for word in settings or ())
        return [
            *([f"CREATE ROLE {role} LOGIN"] if is_new else []),
            *([] if can_connect else [f"GRANT CONNECT ON DATABASE {quote(base)} TO {role}"]),
            *([] if can_use else [f"GRANT USAGE ON SCHEMA {quote(schema)} TO {role}"]),
            *([] if can_read else [f"GRANT SELECT ON {', '.join(map(quote, names))} TO {role}"]),
            *(
                f"ALTER ROLE {role} SET {name} = '{value}'"
                for name, value in _SETTINGS.items()
                if given.get(name) != value
            ),
        ]
