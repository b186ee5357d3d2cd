/** What the synthesis of an example tells the harness beside its Terraform. */
import type { NodeTaint } from 'cdktf-agent-fleet';

/** File in the output folder of the app. */
export const SIDE_FILE = 'e2e.json';

export interface NodePoolFacts {
  readonly name: string;
  readonly nodes: number;
  readonly gpusPerNode: number;
  /** What the cluster declares of each node; undefined for the usual of the harness. */
  readonly cpuPerNode?: number | undefined;
  readonly memoryGiBPerNode?: number | undefined;
  readonly diskGiBPerNode?: number | undefined;
  /** Labels that the cluster declares for the pool. */
  readonly labels: Readonly<Record<string, string>>;
  /** Taints that the cluster declares beside the vendor's. */
  readonly taints: readonly NodeTaint[];
  /** Zones that the cluster declares; empty for those of the harness. */
  readonly zones: readonly string[];
  /** Slices of every card, and the name of that layout. */
  readonly mig?: { readonly strategy?: 'single' | 'mixed'; readonly layout: Readonly<Record<string, number>>; readonly config: string };
  /** Engines that share a card, and the name of that way to share. */
  readonly sharing?: { readonly strategy?: 'time-slicing' | 'mps'; readonly engines: number; readonly config: string };
  /** Adapters of a fabric on each node, as their device plugin offers them. */
  readonly adapters?: Readonly<Record<string, number>>;
  readonly gpu?: {
    readonly id: string;
    readonly productLabelKey: string;
    readonly productLabels: readonly string[];
    readonly resourceName: string;
    readonly driverMemoryMiB: number | null;
  };
}

export interface SideFacts {
  /** The app reached its synthesis. */
  readonly synthesized: boolean;
  readonly nodePools: readonly NodePoolFacts[];
  /** First line of the refusal, for fleets that do not fit. */
  readonly refusal?: string;
}
