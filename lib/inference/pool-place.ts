import type { Construct } from 'constructs';
import type { PodImages } from '../platform/pod-images';
import type { Workload } from '../security/workload';
import type { TerraformStack } from '../terraform/engine';
import type { PoolView } from './pool-view';

/** Where the objects of a pool become constructs, and what reads their place. */
export interface PoolPlace {
  readonly scope: Construct;
  readonly stack: TerraformStack;
  readonly workload: Workload;
  /** Port of the Service. */
  readonly port: number;
  readonly images: PodImages;
  /** The pool with everything that fleets ask of it; asked for when the stack is written. */
  atSynthesis(): PoolView;
}
