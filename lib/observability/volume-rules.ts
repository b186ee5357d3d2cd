/** Alerts on the volumes of stores that fill up. */
import type { ObservedVolumes } from '../stores/contract';
import type { AlertBody } from './rule';

/** Shares of a volume. */
export const DISK_WARNING = 0.8;
export const DISK_CRITICAL = 0.9;

/** Share of the fullest volume that is used. */
export const fullestVolume = ({ usedBytes, bytes }: ObservedVolumes): string =>
  `max(max by (persistentvolumeclaim) (${usedBytes}) / (max by (persistentvolumeclaim) (${bytes}) > 0))`;

/**
 * @param store.kind what the store is called
 * @param store.whenFull what happens when the volume is full
 */
export const volumeFull =
  (volumes: ObservedVolumes, store: { readonly name: string; readonly kind: string; readonly whenFull: string }) =>
  (share: number): AlertBody => ({
    expr: `${fullestVolume(volumes)} > ${share}`,
    for: '10m',
    annotations: {
      summary: `${store.name}: a volume is ${Math.round(share * 100)} % full`,
      description: `{{ $value | humanizePercentage }} of a volume of the ${store.kind} is used. When it is full, ${store.whenFull}.`,
    },
  });
