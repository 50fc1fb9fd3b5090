/** Characters of what callers give, whatever backend keeps it. */
export const MAX_REASON = 1_000;
export const MAX_TITLE = 200;
