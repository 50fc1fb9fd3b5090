/** Characters of a contact's name, whichever the backend. */
export const MAX_NAME = 200;
/** Characters of an activity's text. */
export const MAX_ACTIVITY_TEXT = 10_000;
