import { wholeNumber } from '../schema';

/** A pebibyte: no volume of today is larger. */
export const MOST_DISK_GIB = 1024 * 1024;

/** Size of a volume, whole GiB. */
export const diskGiB = (least = 1) => wholeNumber(least, MOST_DISK_GIB);
