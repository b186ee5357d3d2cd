/** Stores of the agents: how full they are, the connections to databases, and who waits for one. */

import { DISK_CRITICAL, DISK_WARNING } from '../state-store-rules';
import { FULL_CRITICAL, FULL_WARNING } from '../store-rules';
import type { DashboardView } from './dashboard-view';
import type { PanelRow } from './panel-row';

export function storePanels({ stores, stateStores }: DashboardView): PanelRow[] {
  const poolers = stateStores.flatMap(({ pooler }) => pooler ?? []);
  return [
    {
      title: 'Memory of session stores',
      description: 'Share of the memory that data may take. When it is full, keys are dropped before their time, or writes are refused.',
      unit: 'percentunit',
      queries: stores.map(({ scraped, usedBytes, mostBytes }) => ({
        expr: `max(${usedBytes}) / (max(${mostBytes}) > 0)`,
        legend: scraped.workload.name,
      })),
      lines: [FULL_WARNING, FULL_CRITICAL],
    },
    {
      title: 'Connections of state stores',
      description: 'Open on the fullest server, with what it takes of clients as a line.',
      unit: 'short',
      queries: stateStores.flatMap(({ scraped, connections, mostConnections }) => [
        { expr: `max(sum by (pod) (${connections}))`, legend: scraped.workload.name },
        { expr: `vector(${mostConnections})`, legend: `${scraped.workload.name}, at most` },
      ]),
    },
    {
      title: 'Volumes of state stores',
      description: 'Share of the fullest volume. Postgres stops when it is full.',
      unit: 'percentunit',
      queries: stateStores.map(({ scraped, usedDiskBytes, diskBytes }) => ({
        expr: `max(max by (persistentvolumeclaim) (${usedDiskBytes}) / (max by (persistentvolumeclaim) (${diskBytes}) > 0))`,
        legend: scraped.workload.name,
      })),
      lines: [DISK_WARNING, DISK_CRITICAL],
    },
    {
      title: 'Clients of poolers',
      description: 'All that are connected, and those that wait for a connection to Postgres.',
      unit: 'short',
      queries: poolers.flatMap(({ scraped, clients, waiting }) => [
        { expr: `sum(${clients})`, legend: scraped.workload.name },
        { expr: `sum(${waiting})`, legend: `${scraped.workload.name}, waiting` },
      ]),
    },
    {
      title: 'Longest wait at poolers',
      description: 'How long the first client has waited for a connection to Postgres. PgBouncer ends it after 120 s.',
      unit: 's',
      queries: poolers.map(({ scraped, longestWaitSeconds }) => ({ expr: `max(${longestWaitSeconds})`, legend: scraped.workload.name })),
    },
  ];
}
