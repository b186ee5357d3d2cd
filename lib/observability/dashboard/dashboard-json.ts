/**
 * A dashboard of observed fleets, built with Grafana's own builders. Load this file lazily: the builders take a quarter of a
 * second. The data source is a variable, so that the dashboard works in any Grafana.
 */

import { dashboardUid } from '../dashboard-config-map';
import type { DashboardView } from './dashboard-view';
import { DASHBOARDS, type DashboardKind, panelsOf } from './dashboards';
import {
  DashboardBuilder,
  DataqueryBuilder,
  DatasourceVariableBuilder,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  StackingConfigBuilder,
  StackingMode,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type TimeSeries,
  TimeSeriesBuilder,
} from './grafana-sdk';
import type { PanelRow } from './panel-row';

const DATA_SOURCE = { type: 'prometheus', uid: '$datasource' };
/** Grafana's grid is 24 wide: two panels in a row. */
const PANEL_WIDTH = 12;
const PANEL_HEIGHT = 8;

export function dashboard(kind: DashboardKind, view: DashboardView): string {
  const { title, description } = DASHBOARDS[kind];
  const builder = new DashboardBuilder(`${title}: ${view.fleets.join(', ')}`)
    .uid(dashboardUid(kind === 'fleet' ? view.path : `${view.path}/${kind}`))
    .description(description)
    .tags(['agent-fleet'])
    // Changes made in Grafana would be gone with the next deployment.
    .readonly()
    .timezone('browser')
    .refresh('30s')
    .time({ from: 'now-6h', to: 'now' })
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'));
  for (const row of panelsOf(kind, view)) builder.withPanel(panel(row));
  return JSON.stringify(builder.build(), null, 2);
}

function panel(row: PanelRow): TimeSeries {
  const builder = new TimeSeriesBuilder()
    .title(row.title)
    .description(row.description)
    .datasource(DATA_SOURCE)
    .unit(row.unit)
    .min(0)
    .span(PANEL_WIDTH)
    .height(PANEL_HEIGHT)
    .fillOpacity(row.stacked ? 30 : 5);
  for (const [index, query] of row.queries.entries()) {
    builder.withTarget(
      new DataqueryBuilder()
        .refId(String.fromCharCode(65 + index))
        .expr(query.expr)
        .legendFormat(query.legend)
        .range(),
    );
  }
  if (row.stacked) builder.stacking(new StackingConfigBuilder().mode(StackingMode.Normal));
  return row.lines === undefined ? builder : withLines(builder, row.lines);
}

function withLines(builder: TimeSeries, [warning, critical]: readonly [number, number]): TimeSeries {
  return builder
    .thresholds(
      new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
        { value: null, color: 'green' },
        { value: warning, color: 'orange' },
        { value: critical, color: 'red' },
      ]),
    )
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
}
