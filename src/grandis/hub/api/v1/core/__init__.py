"""Operations on the rows of `core`."""
