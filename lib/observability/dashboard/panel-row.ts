/** A panel as a row of a table: its question, its unit, and its queries. */
import type { ObservedPool } from '../observed-pool';
import { isRecorded } from '../pool-series';

export interface PanelRow {
  readonly title: string;
  readonly description: string;
  /** Unit as Grafana names it. */
  readonly unit: 'short' | 'percentunit' | 's' | 'bytes' | 'currencyUSD' | 'suffix: tokens/s' | 'suffix: cores' | 'reqps';
  readonly queries: readonly { readonly expr: string; readonly legend: string }[];
  /** Lines at which it becomes a warning and critical. */
  readonly lines?: readonly [warning: number, critical: number] | undefined;
  readonly stacked?: boolean;
}

/** One query over the pools that record a series; none where no pool does, and then there is no panel either. */
export function byPool(series: string, pools: readonly ObservedPool[], legend = '{{pool}}') {
  const recorded = pools.filter((pool) => isRecorded(pool, series));
  if (recorded.length === 0) return [];
  const namespaces = [...new Set(recorded.map((pool) => pool.namespace))].join('|');
  const names = recorded.map((pool) => pool.name).join('|');
  return [{ expr: `${series}{namespace=~"${namespaces}",pool=~"${names}"}`, legend }];
}
