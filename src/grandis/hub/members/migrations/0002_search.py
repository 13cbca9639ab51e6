"""The full-text index of find: FTS5 kept by triggers, or GIN."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "members_searchentry"
ON_SQLITE = (
    f"""CREATE VIRTUAL TABLE members_search USING fts5(
        text, content='{TABLE}', content_rowid='id', prefix='2 3',
        tokenize='unicode61 remove_diacritics 0')""",
    f"""CREATE TRIGGER members_search_added AFTER INSERT ON {TABLE} BEGIN
        INSERT INTO members_search(rowid, text) VALUES (new.id, new.text);
    END""",
    f"""CREATE TRIGGER members_search_removed AFTER DELETE ON {TABLE} BEGIN
        INSERT INTO members_search(members_search, rowid, text)
        VALUES ('delete', old.id, old.text);
    END""",
    f"""CREATE TRIGGER members_search_changed AFTER UPDATE ON {TABLE} BEGIN
        INSERT INTO members_search(members_search, rowid, text)
        VALUES ('delete', old.id, old.text);
        INSERT INTO members_search(rowid, text) VALUES (new.id, new.text);
    END""",
)
ON_POSTGRESQL = (
    f"""CREATE INDEX members_search ON {TABLE}
        USING gin (array_to_tsvector(string_to_array(text, ' ')))""",
)
UNDONE = {
    "sqlite": (
        "DROP TRIGGER members_search_added",
        "DROP TRIGGER members_search_removed",
        "DROP TRIGGER members_search_changed",
        "DROP TABLE members_search",
    ),
    "postgresql": ("DROP INDEX members_search",),
}


def make(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the index in this database's own way."""
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in ON_SQLITE if on_sqlite else ON_POSTGRESQL:
        schema_editor.execute(statement)


def unmake(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the index."""
    for statement in UNDONE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
