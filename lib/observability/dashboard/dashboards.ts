/** The dashboards of a stack that watches: one page for each question, each in a ConfigMap of its own. */
import type { DASHBOARD_KINDS } from '../dashboard-config-map';
import { agentPanels } from './agent-panels';
import type { DashboardView } from './dashboard-view';
import { fleetPanels } from './fleet-panels';
import { nodePanels } from './node-panels';
import type { PanelRow } from './panel-row';
import { planPanels } from './plan-panels';
import { storePanels } from './store-panels';

/** Which of the dashboards: the fleet, its agents and queues, the plan beside what was measured, or nodes and cold starts. */
export type DashboardKind = (typeof DASHBOARD_KINDS)[number];

interface Dashboard {
  /** Before the names of the fleets. */
  readonly title: string;
  readonly description: string;
  panels(view: DashboardView): PanelRow[];
}

export const DASHBOARDS: Readonly<Record<DashboardKind, Dashboard>> = {
  fleet: {
    title: 'Agent fleet',
    description: 'Queue, first token, KV cache, GPUs and cost of the pools behind the fleet.',
    panels: fleetPanels,
  },
  agents: {
    title: 'Agents and queues',
    description: 'Pods of the agents, tasks that wait for them, their stores, what they ask of models, why steps fail.',
    panels: (view) => [...agentPanels(view), ...storePanels(view)],
  },
  plan: {
    title: 'Plan against measured',
    description: 'What each pool does, with the number of the plan as a line.',
    panels: planPanels,
  },
  nodes: {
    title: 'Nodes and cold starts',
    description: 'GPUs that are there, replicas that wait for them, and how long a start takes.',
    panels: nodePanels,
  },
};

/** Panels without a query, e.g. of a series that no engine writes, are left out. */
export const panelsOf = (kind: DashboardKind, view: DashboardView): PanelRow[] =>
  DASHBOARDS[kind].panels(view).filter(({ queries }) => queries.length > 0);
