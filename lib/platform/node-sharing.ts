/** How the cards of a node pool are shared between engines, by time-slicing or MPS, and what that makes of them for pods. */
import { z } from 'zod';
import type { Gpu } from '../catalog/gpu';
import { GPU_VENDORS } from '../catalog/gpu-vendors';
import { wholeNumber } from '../core/schema';
import type { YamlValue } from '../core/yaml';

/** Engines that share every card of a node pool, each with a part of its memory. */
export interface NodeSharing {
  /**
   * How the device plugin shares a card: the engines take turns (`time-slicing`), or run at once, each on its part of the card (`mps`, which its makers call
   * experimental). Neither isolates as a MIG slice does: under time-slicing nothing holds an engine to its memory, under MPS a fault of one ends all.
   * @default 'time-slicing'
   */
  readonly strategy?: 'time-slicing' | 'mps';
  /** Engines that one card takes at most, 2 to 16. */
  readonly engines: number;
}

export const nodeSharingSchema = z.strictObject({
  strategy: z.enum(['time-slicing', 'mps']).optional(),
  engines: wholeNumber(2, 16),
});

/** Why cards cannot be shared so; null when they can. */
export function sharingProblem({ facts }: Gpu, isCut: boolean): string | null {
  if (facts.sliceOf !== null) return 'expected a whole card in gpu: slices are told apart by mig, not shared';
  if (isCut) return 'expected either mig or sharing: cards that are cut into slices are not shared as well';
  return GPU_VENDORS[facts.vendor].byGpuOperator ? null : `expected no sharing: ${facts.name} is not served by the NVIDIA device plugin`;
}

/** Label with which a node asks the device plugin for its way to share. */
export const SHARING_CONFIG_LABEL = 'nvidia.com/device-plugin.config';

/** Name of a way to share, made from its content: a node changes it only when its label changes. */
export const sharingConfigName = ({ strategy = 'time-slicing', engines }: NodeSharing): string => `agent-fleet-${strategy}-${engines}`;

/** The ways to share as the device plugin reads them, by name. */
export function sharingConfigs(ways: readonly NodeSharing[]): Readonly<Record<string, YamlValue>> {
  return Object.fromEntries(ways.map((way) => [sharingConfigName(way), sharingConfig(way)]));
}

/** A request for several parts of a card would get no more of it than a request for one. */
function sharingConfig({ strategy = 'time-slicing', engines }: NodeSharing): YamlValue {
  const replicated = {
    renameByDefault: true,
    failRequestsGreaterThanOne: true,
    resources: [{ name: 'nvidia.com/gpu', replicas: engines }],
  };
  return { version: 'v1', sharing: strategy === 'mps' ? { mps: replicated } : { timeSlicing: replicated } };
}
