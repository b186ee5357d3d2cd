/** A PriorityClass that is written only where pods have it, which is known when the stack is written. */
import type { Construct } from 'constructs';
import { once } from '../core/once';
import { type PriorityClassV1, type PriorityClassV1Config, priorityClassResource } from './kubernetes';

/** As `PriorityClassV1Config`, and whether any pod has it. */
export interface PriorityClassOfPods extends PriorityClassV1Config {
  readonly isUsed: () => boolean;
}

const usedClass = once(() => {
  const PriorityClass = priorityClassResource();
  return class UsedPriorityClass extends PriorityClass {
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
