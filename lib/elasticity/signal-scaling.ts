import type { z } from 'zod';
import { changedProps, type ObjectSchema } from '../core/apply-changes';
import type { Change } from '../core/change';
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import type { IScalable, ScaledWorkload, ScalingPolicy, SleepTerms } from '../inference/scaling-policy';
import { scrapePods } from '../platform/pod-monitor';
import { depthTrigger } from '../queues/depth-trigger';
import { type CustomObject, CustomObjects } from '../terraform/custom-objects';
import type { EnvelopeProps } from './envelope-props';
import { addSignIn } from './prometheus-sign-in';
import { SCALING_RULES } from './rules';
import { scaledObject } from './scaled-object';
import type { ScalingView, SignalName, SignalSettings } from './scaling-view';
import { unsaid } from './signals';
import { sleepTerms } from './sleep';

/** What makes a policy of its kind: its name, its props and its signals. */
export interface ScalingKind<S extends SignalSettings> {
  /** Name of the factory in `Scaling`. */
  readonly policy: string;
  readonly schema: z.ZodType<S> & ObjectSchema<S>;
  signals(spec: S): readonly SignalName[];
}

/**
 * Scaling by KEDA on signals that the pods write. Utilization is none of them: a GPU at 70 % with a growing queue is already late,
 * and the queue says so first.
 */
export class SignalScaling<S extends SignalSettings = SignalSettings> implements ScalingPolicy {
  /** What was asked for, with defaults. */
  readonly spec: S;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly sleep: SleepTerms | undefined;
  /** A queue of tasks says how many there are, and nobody subtracts what the floor works on. */
  readonly countsFloor: boolean;

  /** @throws FleetSpecError when a prop is malformed. Bounds that contradict each other are findings of the pool. */
  constructor(
    private readonly kind: ScalingKind<S>,
    props: Omit<EnvelopeProps, 'min'>,
  ) {
    const name = `Scaling.${kind.policy}`;
    this.spec = parseProps(kind.schema, props, { path: name, className: name });
    // Of a pool that may sleep the capacity is judged as of one that has woken.
    this.minReplicas = Math.max(1, this.spec.min);
    this.maxReplicas = Math.max(this.minReplicas, this.spec.max);
    this.sleep = sleepTerms(this.spec);
    this.countsFloor = !kind.signals(this.spec).includes('tasks');
  }

  findings(target: ScaledWorkload): readonly UnplacedFinding[] {
    return evaluateRules(SCALING_RULES, this.view(target));
  }

  resized({ minReplicas, maxReplicas }: { readonly minReplicas: number; readonly maxReplicas: number }): ScalingPolicy {
    return new SignalScaling(this.kind, { ...this.spec, min: minReplicas, max: maxReplicas });
  }

  changed(changes: readonly Change[]): ScalingPolicy | null {
    const props = changedProps(this.kind.schema, this.spec, changes);
    return props === null ? null : new SignalScaling(this.kind, props);
  }

  bind(target: IScalable): void {
    const { signals } = this.view(target);
    // Refused by the finding; there is no query to write.
    if (unsaid(target, signals).length > 0) return;
    const { name, namespace } = target.workload;
    const objects = CustomObjects.of(target.stack, namespace);
    const authentication = this.authentication(target);
    if (target.cluster.prometheusAccess === 'bearer') addSignIn(objects, target.workload);
    if (authentication !== null) objects.add(`trigger-authentication-${name}`, () => authentication);
    objects.add(`scaled-object-${name}`, () => scaledObject(target, this.spec, signals));
    scrapePods(target, target.cluster.monitorLabels);
  }

  get secrets(): Readonly<Record<string, SecretRef>> {
    const { queue, tasksPerReplica = 1 } = this.spec;
    return queue?.depth(tasksPerReplica)?.secrets ?? {};
  }

  /** With what KEDA reads the queue; null where it needs nothing. */
  private authentication({ workload }: IScalable): CustomObject | null {
    const { queue, tasksPerReplica = 1 } = this.spec;
    const depth = queue?.depth(tasksPerReplica) ?? null;
    return depth === null ? null : depthTrigger(workload, depth).authentication;
  }

  private view(target: ScaledWorkload): ScalingView {
    const { kind, spec } = this;
    return { policy: kind.policy, signals: kind.signals(spec), spec, target };
  }
}
