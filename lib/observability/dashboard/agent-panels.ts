/** The agents: their pods, what they ask of models, the tasks that wait for them, and why steps fail. */
import { deploymentPods, podMatchers } from '../../core/kubernetes/pod-names';
import { FAILED_STEPS } from '../failure-causes';
import type { ObservedAgents } from '../observed-fleet';
import { CLIENT_TOKENS } from '../router-rules';
import type { DashboardView } from './dashboard-view';
import type { PanelRow } from './panel-row';

export function agentPanels({ agents, routers }: DashboardView): PanelRow[] {
  const each = (expr: (selector: string, agents: ObservedAgents) => string) =>
    agents.map((one) => ({ expr: expr(podsOf(one), one), legend: one.name }));
  return [
    {
      title: 'Agents that are ready',
      description: 'Pods of the runtime. Fewer than planned: sessions wait before any model is asked.',
      unit: 'short',
      queries: each((pods) => `sum(kube_pod_status_ready{${pods},condition="true"})`),
    },
    {
      title: 'Tasks that wait or are worked on',
      description: 'As KEDA asks the queue, which still counts while no agent and no model runs.',
      unit: 'short',
      queries: agents
        .filter(({ scaledObject }) => scaledObject !== null)
        .map((one) => ({ expr: `max(${scaler(one, 'exported_namespace')} or ${scaler(one, 'namespace')})`, legend: one.name })),
    },
    {
      title: 'Restarts of agents in an hour',
      description: 'A pod that restarts resumes from its checkpoints, or begins anew.',
      unit: 'short',
      queries: each((pods) => `sum(increase(kube_pod_container_status_restarts_total{${pods}}[1h]))`),
    },
    {
      title: 'CPU of agents',
      description: 'Agents that compute much while models wait are the bottleneck themselves.',
      unit: 'suffix: cores',
      queries: each((pods) => `sum(rate(container_cpu_usage_seconds_total{${pods},container!=""}[5m]))`),
    },
    {
      title: 'Memory of agents',
      description: 'Histories of sessions that a runtime keeps in memory grow with each turn.',
      unit: 'bytes',
      queries: each((pods) => `sum(container_memory_working_set_bytes{${pods},container!=""})`),
    },
    ...routers.flatMap((router) => [
      ...(router.countsTokens
        ? [
            {
              title: `Tokens of the clients of router ${router.name}`,
              description: 'Prompts and answers by key. One that leaves the others behind may be in a loop.',
              unit: 'suffix: tokens/s' as const,
              queries: [{ expr: `${CLIENT_TOKENS}{namespace="${router.namespace}",router="${router.name}"}`, legend: '{{client}}' }],
            },
          ]
        : []),
      ...(router.saysWhy
        ? [
            {
              title: `Failed steps through router ${router.name} by cause`,
              description: 'Who is to be asked: the agents, the router, the capacity of a pool, or a model.',
              unit: 'reqps' as const,
              queries: [{ expr: `${FAILED_STEPS}{namespace="${router.namespace}",router="${router.name}"}`, legend: '{{pool}} {{cause}}' }],
              stacked: true,
            },
          ]
        : []),
    ]),
  ];
}

const podsOf = ({ name, namespace }: ObservedAgents): string => podMatchers(namespace, deploymentPods(name));

/** Where the scrape of KEDA keeps its own labels, the namespace of the scaled object arrives as `exported_namespace`. */
const scaler = ({ scaledObject, namespace }: ObservedAgents, label: string): string =>
  `keda_scaler_metrics_value{scaledObject="${scaledObject ?? ''}",${label}="${namespace}"}`;
