/**
 * The only door to Grafana's builders. The compiler finds their types by folder, Node finds the code by the package's export map,
 * so the two names differ. Load lazily: together they take a quarter of a second.
 */
const common = require('@grafana/grafana-foundation-sdk/common') as typeof import('@grafana/grafana-foundation-sdk/dist/common');
const dashboard = require('@grafana/grafana-foundation-sdk/dashboard') as typeof import('@grafana/grafana-foundation-sdk/dist/dashboard');
const prometheus =
  require('@grafana/grafana-foundation-sdk/prometheus') as typeof import('@grafana/grafana-foundation-sdk/dist/prometheus');
const timeseries =
  require('@grafana/grafana-foundation-sdk/timeseries') as typeof import('@grafana/grafana-foundation-sdk/dist/timeseries');

export const { GraphThresholdsStyleConfigBuilder, GraphThresholdsStyleMode, StackingConfigBuilder, StackingMode } = common;
export const { DashboardBuilder, DatasourceVariableBuilder, ThresholdsConfigBuilder, ThresholdsMode } = dashboard;
export const { DataqueryBuilder } = prometheus;
export const { PanelBuilder: TimeSeriesBuilder } = timeseries;
export type TimeSeries = InstanceType<typeof TimeSeriesBuilder>;
