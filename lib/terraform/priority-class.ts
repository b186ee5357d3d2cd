/** A PriorityClass that is written only where pods have it, which is known when the stack is written. */
import type { PriorityClassV1, PriorityClassV1Config } from '@cdktf/provider-kubernetes/lib/priority-class-v1';
import type { Construct } from 'constructs';
import { once } from '../core/once';
import { withLiteralData } from './literal';

/** As `PriorityClassV1Config`, and whether any pod has it. */
export interface PriorityClassOfPods extends PriorityClassV1Config {
  readonly isUsed: () => boolean;
}

// Loaded with the first pool, not with the library.
const usedClass = once(() => {
  const { PriorityClassV1: PriorityClass } =
    require('@cdktf/provider-kubernetes/lib/priority-class-v1') as typeof import('@cdktf/provider-kubernetes/lib/priority-class-v1');
  const Literal = withLiteralData(PriorityClass);
  return class UsedPriorityClass extends Literal {
    private readonly isUsed: () => boolean;

    constructor(scope: Construct, id: string, { isUsed, ...config }: PriorityClassOfPods) {
      super(scope, id, config);
      this.isUsed = isUsed;
    }

    override toTerraform(): object {
      return this.isUsed() ? super.toTerraform() : {};
    }
  };
});

export const usedPriorityClass = (scope: Construct, id: string, config: PriorityClassOfPods): PriorityClassV1 =>
  new (usedClass())(scope, id, config);
