"""Operations on the rows of `market`."""
