/** Numbers as people read them; one place, so that the error, the table and the plan agree. */
const GIB = 1024 ** 3;

export function formatInteger(value: number): string {
  return grouped(value.toFixed(0));
}

/** 91.55 → `91.6 GiB`. */
export function formatGiB(gib: number, digits = 1): string {
  return `${gib.toFixed(digits)} GiB`;
}

/** 327680 → `320 KiB`; exact where it is exact. */
export function formatBytes(bytes: number): string {
  if (bytes >= GIB) return formatGiB(bytes / GIB, 2);
  if (bytes >= 1024 ** 2) return `${trim(bytes / 1024 ** 2)} MiB`;
  if (bytes >= 1024) return `${trim(bytes / 1024)} KiB`;
  return `${formatInteger(bytes)} B`;
}

/** 8.7 → `$8.70`. */
export function formatUsd(usd: number): string {
  return `$${grouped(usd.toFixed(2))}`;
}

/** Two digits that say something, of what is less than a dollar: 0.001234 → `$0.0012`. */
export function formatSmallUsd(usd: number): string {
  if (usd === 0 || Math.abs(usd) >= 0.1) return formatUsd(usd);
  return `$${usd.toFixed(Math.min(12, 1 - Math.floor(Math.log10(Math.abs(usd)))))}`;
}

/** 0.308 → `31 %`. */
export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

/** Without `Intl`: loading its locale data takes longer than loading the whole catalog. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3}){1,120}(?!\d))/g, ',');
}

function trim(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}
