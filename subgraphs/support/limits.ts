/** Characters of a ticket's subject, whichever the backend. */
export const MAX_SUBJECT = 300;
/** Characters of a ticket's or a comment's body. */
export const MAX_BODY = 50_000;
