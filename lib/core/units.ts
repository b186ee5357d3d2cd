/** Units with their names; bytes are binary (GiB = 2³⁰ B) unless a name says GB. */
export const KIB = 1024;
export const MIB = 1024 ** 2;
export const GIB = 1024 ** 3;
export const GB = 1e9;

export const toGiB = (bytes: number): number => bytes / GIB;
export const fromGiB = (gib: number): number => gib * GIB;

/** Hours of a month as GPU clouds bill it. */
export const HOURS_PER_MONTH = 720;
