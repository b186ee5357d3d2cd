import { wholeNumber } from '../schema';

/** Number of a TCP port. */
export const portNumber = wholeNumber(1, 65_535);
