import type { Region } from '../../catalog/region';
import type { Compliance } from '../governance/governance';
import type { DataEdge, DataPlace } from './data-place';
import { type DataWay, dataWays } from './data-ways';

/** Data of one sender that must stay in a region, with every place that it can reach. */
export interface ResidentData {
  /** Whose data it is, e.g. `role planner`. */
  readonly from: string;
  /** The prop that says so, e.g. `roles.planner.dataResidency`. */
  readonly prop: string;
  readonly residency: Region;
  readonly ways: readonly DataWay[];
}

/** A region as somebody names it, and that of what is around. */
export interface DeclaredResidency {
  readonly prop: string;
  readonly residency: Region;
  /** Null where nothing around names one. */
  readonly around: { readonly of: 'fleet' | 'cluster'; readonly residency: Region } | null;
}

/** Laws and standards that a fleet is said to keep. */
export interface DeclaredCompliance {
  readonly prop: string;
  readonly compliance: readonly Compliance[];
  /** Region that its data may not leave; null where nobody names one. */
  readonly residency: Region | null;
}

/** Whether a place stands in a region for certain. */
export const isInside = (residency: Region, { region }: DataPlace): boolean => region !== null && residency.contains(region);

/** Beyond a place outside nothing is asked: whatever comes there has left already. */
export const residentData = (declared: Omit<ResidentData, 'ways'>, start: readonly DataEdge[]): ResidentData => ({
  ...declared,
  ways: dataWays(start, (place) => isInside(declared.residency, place)),
});
