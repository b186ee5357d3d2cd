/** Addresses of this machine that another run does not take: servers of one port beside each other. */
const OCTETS = 250;

/** @param first last part of the first of them */
export const loopback = (first: number, count: number): readonly string[] =>
  Array.from(
    { length: count },
    (_, index) => `127.${1 + (process.pid % OCTETS)}.${1 + (Math.floor(process.pid / OCTETS) % OCTETS)}.${first + index}`,
  );
