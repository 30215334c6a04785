"""The pages. Each view starts from a queryset scoped to the reader."""
