/** What a fleet does and costs: two panels in a row in this order, related ones side by side. */

import { FAILED_STEPS } from '../failure-causes';
import type { ObservedPool } from '../observed-pool';
import { SERIES, seriesOf } from '../pool-series';
import { ROUTER_FAILURES } from '../router-rules';
import { STAGE_FAILURES } from '../stage-rules';
import { criticalWaiting } from '../thresholds';
import type { DashboardView } from './dashboard-view';
import { byPool, type PanelRow } from './panel-row';
import { byService, toolPanels } from './tool-panels';

export function fleetPanels(view: DashboardView): PanelRow[] {
  return [...loadPanels(view), ...toolPanels(view), ...moneyPanels(view), ...causePanels(view)];
}

function loadPanels({ pools, gpuServices, thresholds }: DashboardView): PanelRow[] {
  return [
    {
      title: 'Waiting requests per replica',
      description:
        'Read it beside the number of GPUs: a queue that grows while the GPUs do not is an overload that users do not notice yet.',
      unit: 'short',
      queries: byPool(SERIES.waitingPerReplica, pools),
      lines: [thresholds.waitingWarning, criticalWaiting(thresholds, ...pools.map(({ gpusPerReplica }) => gpusPerReplica))],
    },
    {
      title: 'GPUs held',
      description: 'GPUs of running replicas.',
      unit: 'short',
      queries: [...byPool(SERIES.gpus, pools), ...byService(SERIES.gpus, gpuServices)],
      stacked: true,
    },
    {
      title: 'Time to first token, 95 of 100 requests',
      description: 'What users notice. It grows with the queue.',
      unit: 's',
      queries: byPool(SERIES.ttftP95, pools),
      lines: targetLines(pools, 'ttftTargetSeconds', thresholds.ttftWarningShare),
    },
    ...promisePanels(pools, thresholds.ttftWarningShare),
    {
      title: 'KV cache in use, fullest replica',
      description: 'When it is full, sessions wait or are preempted; metrics of GPU memory do not show this.',
      unit: 'percentunit',
      queries: byPool(SERIES.kvCacheUsage, pools),
      lines: [thresholds.kvCacheWarning, thresholds.kvCacheCritical],
    },
  ];
}

function moneyPanels({ pools, gpuServices }: DashboardView): PanelRow[] {
  const priced = pools.filter((pool) => pool.price !== null);
  const tools = gpuServices.filter((service) => service.price !== null);
  const dates = [...new Set([...priced, ...tools].map(({ price }) => price?.asOf ?? ''))].sort().join(', ');
  if (priced.length + tools.length === 0) return [];
  return [
    {
      title: 'Cost per hour by tier',
      description: `GPUs held × price per GPU and hour. Prices as of ${dates}.`,
      unit: 'currencyUSD',
      queries: [
        ...byPool(SERIES.costPerHour, priced, '{{pool}} ({{gpu}}, {{latency}})'),
        ...byService(SERIES.costPerHour, tools, '{{gpu_service}} ({{gpu}})'),
      ],
      stacked: true,
    },
    {
      title: 'Cost per million tokens',
      description: `Prompt and generated tokens together, idle time included. Prices as of ${dates}.`,
      unit: 'currencyUSD',
      queries: byPool(SERIES.costPerMillionTokens, priced),
    },
  ];
}

function causePanels({ pools, gpuServices, routers }: DashboardView): PanelRow[] {
  return [
    {
      title: 'GPU engine active',
      description: 'Share of the time in which the GPUs compute. Low beside a long queue means that something in front works serially.',
      unit: 'percentunit',
      queries: [...byPool(SERIES.gpuActive, pools), ...byService(SERIES.gpuActive, gpuServices)],
    },
    ...routers.map((router) => ({
      title: `Failed requests of router ${router.name}`,
      description: 'If the pools are healthy, look at the orchestration; otherwise an engine has timed out.',
      unit: 'percentunit' as const,
      queries: [{ expr: `${ROUTER_FAILURES}{namespace="${router.namespace}",router="${router.name}"}`, legend: router.name }],
    })),
    ...routers
      .filter(({ saysWhy }) => saysWhy)
      .map((router) => ({
        title: `Failed steps of router ${router.name} by cause`,
        description:
          'Orchestration: requests that no server can answer. Router: a route that is down. Capacity: while a pool is full, queues or starts. Model: an engine with capacity fails.',
        unit: 'reqps' as const,
        queries: [{ expr: `${FAILED_STEPS}{namespace="${router.namespace}",router="${router.name}"}`, legend: '{{pool}} {{cause}}' }],
        stacked: true,
      })),
    {
      title: 'Failed requests of pools in two stages',
      description: 'As the proxy before them sees it. Choice: it knows no replica of a stage.',
      unit: 'percentunit',
      queries: pools
        .filter(({ stageProxy }) => stageProxy !== null)
        .map((pool) => ({ expr: seriesOf(STAGE_FAILURES, pool), legend: '{{pool}} {{stage}}' })),
    },
    {
      title: 'Tokens per second',
      description: 'Prompt tokens and generated tokens.',
      unit: 'suffix: tokens/s',
      queries: [...byPool(SERIES.promptTokens, pools, '{{pool}} prompt'), ...byPool(SERIES.generationTokens, pools, '{{pool}} generated')],
    },
    {
      title: 'Prefix cache hits',
      description: 'Share of prompt tokens that were cached. It falls when sessions lose their replica.',
      unit: 'percentunit',
      queries: byPool(SERIES.prefixHitRatio, pools),
    },
  ];
}

/** Of pools whose roles ask for it; no other records them. */
const promisePanels = (pools: readonly ObservedPool[], share: number): PanelRow[] => [
  {
    title: 'Time per output token, 95 of 100 requests',
    description: 'How fast answers are written after their first token. It grows with the requests that run at once.',
    unit: 's',
    queries: byPool(SERIES.tpotP95, pools),
    lines: targetLines(pools, 'tpotTargetSeconds', share),
  },
  {
    title: 'Whole answer, 95 of 100 requests',
    description: 'From the request to the last token. It grows with the queue, and with the length of answers.',
    unit: 's',
    queries: byPool(SERIES.e2eP95, pools),
    lines: targetLines(pools, 'e2eTargetSeconds', share),
  },
];

type Target = 'ttftTargetSeconds' | 'tpotTargetSeconds' | 'e2eTargetSeconds';

/** Pools may have different targets; a line is true only where all agree. */
function targetLines(pools: readonly ObservedPool[], target: Target, share: number): [number, number] | undefined {
  const targets = [...new Set(pools.map((pool) => pool[target]).filter((seconds) => seconds !== null))];
  const [only] = targets;
  return targets.length === 1 && only !== undefined ? [only * share, only] : undefined;
}
