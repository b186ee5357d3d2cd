/** `2` or `2–8`. */
export const rangeText = (low: number, high: number, format: (value: number) => string): string =>
  low === high ? format(low) : `${format(low)}–${format(high)}`;
