/** Stores of the agents: how full they are, the connections to databases, and who waits for one. */

import { FULL_CRITICAL, FULL_WARNING } from '../store-rules';
import { DISK_CRITICAL, DISK_WARNING, fullestVolume } from '../volume-rules';
import type { DashboardView } from './dashboard-view';
import type { PanelRow } from './panel-row';

export function storePanels({ stores, stateStores, vectorStores }: DashboardView): PanelRow[] {
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
      title: 'Age of whole copies',
      description:
        'Time since the last whole copy of a state store ended. A restore begins with it and reads all changes since; one that never was has no line.',
      unit: 's',
      queries: stateStores.flatMap(({ scraped, backups }) =>
        backups === undefined ? [] : [{ expr: `time() - (max(${backups.lastEnded}) > 0)`, legend: scraped.workload.name }],
      ),
    },
    {
      title: 'Volumes of stores',
      description:
        'Share of the fullest volume. When it is full, Postgres stops, session stores refuse writes, and vector stores take no further vectors.',
      unit: 'percentunit',
      queries: [
        ...[...stores, ...stateStores].map(({ scraped, volumes }) => ({ name: scraped.workload.name, volumes })),
        ...vectorStores,
      ].flatMap(({ name, volumes }) => (volumes === undefined ? [] : [{ expr: fullestVolume(volumes), legend: name }])),
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
