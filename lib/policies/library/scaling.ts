import type { LibraryRow } from './library-row';
import { SOURCES } from './sources';

export const SCALING: readonly LibraryRow[] = [
  ['scale-out-in-time', 'scaling policies on a queue', SOURCES.eventScaling],
  ['scale-in-patient', 'scaling policies', SOURCES.autoscaling],
  ['floor-awake', 'pools that may sleep', SOURCES.eventScaling],
  ['sleeps-in-background', 'scaled pools that users wait for', SOURCES.eventScaling],
  ['starts-before-overload', 'scaled pools that users wait for', SOURCES.overload],
  ['scaled-weights-cached', 'scaled pools of large models', SOURCES.volumes],
  ['scales-before-load', 'scaling policies of the library', SOURCES.eventScaling],
  ['spot-cheaper', 'pools on spot nodes', SOURCES.spot],
  ['schedule-above-peak', 'scheduled pools with a known day', SOURCES.autoscaling],
  ['floor-on-staying-nodes', 'scaled pools on spot nodes', SOURCES.spot],
  ['reservation-measured', 'pools on reserved nodes', SOURCES.rates],
  ['spot-interruptible', 'roles on spot nodes', SOURCES.spot],
  ['background-gives-way', 'background pools on nodes of pools that users wait for', SOURCES.podPriorities],
  ['interrupted-work-kept', 'pools whose pods give way to others', SOURCES.podPriorities],
  ['background-takes-nothing', 'background pools with a priority', SOURCES.podPriorities],
  ['nodes-started-for-priority', 'pools with a priority on nodes that start on demand', SOURCES.podPriorities],
  ['named-classes-agree', 'priority classes of the cluster that two pools or GPU services name', SOURCES.podPriorities],
  ['awaited-goes-first', 'pools with a priority that users wait for', SOURCES.podPriorities],
];
