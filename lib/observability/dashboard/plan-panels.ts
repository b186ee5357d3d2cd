/** The capacity plan against what is measured: each panel has the number of the plan as a line. */
import { isRecorded, SERIES, seriesOf } from '../pool-series';
import type { DashboardView, PlannedPoolFigures } from './dashboard-view';
import type { PanelRow } from './panel-row';

export function planPanels({ planned }: DashboardView): PanelRow[] {
  return planned.flatMap((figures) => [
    against(figures, SERIES.replicasUp, 'replicas', 'short', [
      ['plan', figures.replicas.plan],
      ['ceiling', figures.replicas.ceiling],
    ]),
    against(figures, SERIES.kvCacheUsage, 'KV cache in use, fullest replica', 'percentunit', [['plan', figures.kvShare]]),
    against(figures, SERIES.generationTokens, 'tokens written per second', 'suffix: tokens/s', [
      ['plan, mean of the day', figures.writtenPerSecond],
      ['all that the replicas of the plan can', figures.canWritePerSecond],
    ]),
    against(figures, SERIES.prefixHitRatio, 'prefix cache hits', 'percentunit', [['plan', figures.hitRatio]]),
    against(figures, SERIES.costPerHour, 'cost per hour', 'currencyUSD', [
      ['plan', figures.usdPerHour.plan],
      ['ceiling', figures.usdPerHour.ceiling],
    ]),
  ]);
}

type Lines = readonly (readonly [legend: string, value: number | null])[];

/** No panel where the series is not recorded, or the plan has no number to compare with. */
function against({ pool }: PlannedPoolFigures, series: string, what: string, unit: PanelRow['unit'], lines: Lines): PanelRow {
  const known = lines.filter((line): line is readonly [string, number] => line[1] !== null);
  const queries = known.map(([legend, value]) => ({ expr: `vector(${Number(value.toPrecision(6))})`, legend }));
  return {
    title: `${pool.name}: ${what}`,
    description: 'Measured, with what the plan says as a line. `agent-fleet measure` compares a month at once.',
    unit,
    queries: isRecorded(pool, series) && known.length > 0 ? [{ expr: seriesOf(series, pool), legend: 'measured' }, ...queries] : [],
  };
}
