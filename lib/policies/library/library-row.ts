/** A rule of a room by its id, what is held against it, and the public page that says why. */
export type LibraryRow = readonly [id: string, appliesTo: string, source: string];
