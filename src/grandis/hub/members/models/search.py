"""The index of find: one row of folded words for each row that can be found."""

from django.db import models

from grandis.hub.core.guard import GuardedModel
from grandis.hub.core.models import Organisation


class SearchEntry(GuardedModel):
    """The words of one row; who sees the row sees the entry.

    `published` says whether the directory shows the row: of resources, only those
    that their company publishes.

    `text` holds folded words with single spaces between them
    (`find.folding`). A migration adds the full-text index: FTS5 with triggers on
    SQLite, a GIN index on PostgreSQL.
    """

    # No index: SQLite would go through all organisations for each word's rows.
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20)
    row = models.BigIntegerField()
    key = models.CharField(max_length=12)
    published = models.BooleanField()
    title = models.CharField(max_length=200)
    text = models.TextField()

    class Meta(GuardedModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=("kind", "row"), name="one_entry_per_row"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"
