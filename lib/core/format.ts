/** Numbers as people read them; one place, so that the error, the table and the plan agree. */
/** Made on first use: loading the locale data takes longer than loading the whole catalog. */
let integers: Intl.NumberFormat | undefined;
const GIB = 1024 ** 3;

export function formatInteger(value: number): string {
  integers ??= new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
  return integers.format(value);
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
  return `$${usd.toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ',')}`;
}

/** 0.308 → `31 %`. */
export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function trim(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}
