"""Operations on the rows of `members`."""
