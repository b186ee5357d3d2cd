/** Tools on GPUs beside the pools of a fleet: what waits for them, how long they take, and which of them are there. */
import { SERIES } from '../../catalog/recorded-series';
import { isRecordedOf } from '../gpu-service-series';
import type { ObservedGpuService } from '../observed-gpu-service';
import { criticalWaiting } from '../thresholds';
import type { DashboardView } from './dashboard-view';
import type { PanelRow } from './panel-row';

export function toolPanels({ gpuServices, thresholds }: DashboardView): PanelRow[] {
  return [
    {
      title: 'Waiting requests per pod of tools on GPUs',
      description: 'Image generation, transcription and the like. Agents wait for a tool as they wait for a model.',
      unit: 'short',
      queries: byService(SERIES.waitingPerReplica, gpuServices),
      lines: [thresholds.waitingWarning, criticalWaiting(thresholds)],
    },
    {
      title: 'Pods of tools on GPUs that are ready',
      description: 'A tool without one answers nobody; one that sleeps has none until a task waits.',
      unit: 'short',
      queries: byService(SERIES.replicasReady, gpuServices),
    },
    {
      title: 'Time of requests to tools on GPUs, 95 of 100',
      description: 'As the tools tell it. A pod that is stopped waits for its requests as long as requestSeconds says.',
      unit: 's',
      queries: byService(SERIES.requestSecondsP95, gpuServices),
    },
  ];
}

/** One query over the tools that record a series; none where no tool does. */
export function byService(series: string, services: readonly ObservedGpuService[], legend = '{{gpu_service}}') {
  const recorded = services.filter((service) => isRecordedOf(service, series));
  if (recorded.length === 0) return [];
  const oneOf = (names: readonly string[]) => [...new Set(names)].join('|');
  const places = `namespace=~"${oneOf(recorded.map(({ namespace }) => namespace))}",gpu_service=~"${oneOf(recorded.map(({ name }) => name))}"`;
  return [{ expr: `${series}{${places}}`, legend }];
}
