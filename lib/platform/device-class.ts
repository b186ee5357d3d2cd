/**
 * Cards that dynamic resource allocation (DRA) hands out: a pod asks for a device class by a resource name of its own, and the scheduler makes the claim
 * (KEP-5004: on by default since Kubernetes 1.36, stable in 1.37). No object of a pod then names a claim.
 */
import type { Gpu } from '../catalog/gpu';
import { DEVICE_CLASS_PREFIX } from '../catalog/gpu-resources';
import type { NodeMig } from './node-mig';

/** What of a node pool says who hands out its cards. */
export interface ClassesOfNodes {
  readonly mig: NodeMig | undefined;
  readonly deviceClass?: string | undefined;
}

/** The class of a card, or of a slice of it; undefined where the device plugin of the nodes hands them out. */
export const deviceClassOf = ({ facts: { sliceOf } }: Gpu, { deviceClass, mig }: ClassesOfNodes): string | undefined =>
  sliceOf === null ? deviceClass : mig?.deviceClasses?.[sliceOf.profile];

export const classResource = (name: string): string => `${DEVICE_CLASS_PREFIX}${name}`;

/** All that the cards of a node pool are asked for by. */
export const deviceClassesOf = ({ deviceClass, mig }: ClassesOfNodes): string[] => [
  ...(deviceClass === undefined ? [] : [deviceClass]),
  ...Object.values(mig?.deviceClasses ?? {}),
];
