import { z } from 'zod';
import { brand, hasBrand } from '../core/brand';
import { DNS_SUBDOMAIN, isDnsSubdomain } from '../core/kubernetes/dns-subdomain';
import { notion } from '../core/notion';
import { branded, parseProps, wholeNumber } from '../core/schema';
import { HELD_PRIORITIES, MADE_BY_STACKS, OF_KUBERNETES } from '../security/priority-names';

/** A priority of your own. */
export interface CustomPodPriorityProps {
  /**
   * The higher one goes first, −2,147,483,648 … 1,000,000,000; pods without a class have 0. Above are the parts of Kubernetes. For pods below −10 the cluster
   * autoscaler starts no node (`--expendable-pods-priority-cutoff`).
   */
  readonly value: number;
  /**
   * Pods take the place of pods with a lower priority where no node has room for them; else they wait in front of those.
   * @default true
   */
  readonly preempts?: boolean;
}

/** A PriorityClass that the cluster has. What it says is stated here, since nothing asks the cluster. */
export interface ExistingPodPriorityProps {
  /** Name of the PriorityClass. */
  readonly name: string;
  /** Its `value`, −2,147,483,648 … 1,000,000,000. */
  readonly value: number;
  /**
   * Its `preemptionPolicy` is not `Never`.
   * @default true
   */
  readonly preempts?: boolean;
}

/** Highest value of a class that is no part of Kubernetes (`HighestUserDefinablePriority` of k8s.io/kubernetes/pkg/apis/scheduling). */
const MOST = 1_000_000_000;
const LEAST = -2_147_483_648;

const isOfOthers = (name: string): boolean => HELD_PRIORITIES.some((prefix) => name.startsWith(prefix));

const className = notion(
  'priority class',
  `the name of a PriorityClass of yours: ${DNS_SUBDOMAIN}, not beginning with ${OF_KUBERNETES} or ${MADE_BY_STACKS}.`,
  (text) => isDnsSubdomain(text) && !isOfOthers(text),
);

const customSchema = z.strictObject({ value: wholeNumber(LEAST, MOST), preempts: z.boolean().default(true) });
const existingSchema = customSchema.extend({ name: className });

/**
 * Whose pods keep their GPU where nodes are short: a PriorityClass of Kubernetes. `PodPriority.BACKGROUND` and `.INTERACTIVE` are made by the stack, as is
 * `PodPriority.custom({ value: 500 })`; `PodPriority.existing(…)` names a class that the cluster has.
 *
 * @example
 * const digests = new InferencePool(stack, 'digests', {
 *   cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192, podPriority: PodPriority.BACKGROUND,
 * });
 */
export class PodPriority {
  /** Before everything that says nothing: pods take the place of those with a lower priority, also of other teams. Value 1,000. */
  static readonly INTERACTIVE = new PodPriority(1_000, true);
  /** After everything that says nothing: pods give way to any pod that needs their GPU, and take the place of none. Value −1, so that nodes are started for them. */
  static readonly BACKGROUND = new PodPriority(-1, false);

  /**
   * A class with a value of your own, which the stack makes.
   * @throws FleetSpecError AF-SPEC-001 for a value that Kubernetes keeps for itself.
   */
  static custom(props: CustomPodPriorityProps): PodPriority {
    const { value, preempts } = parseProps(customSchema, props, at('custom'));
    return new PodPriority(value, preempts);
  }

  /**
   * A class that the cluster has, and keeps: of one name the same is said everywhere on a cluster (AF-ELA-036). Pods of a class that it lacks are refused by
   * the API server.
   * @throws FleetSpecError AF-SPEC-001 for a class of Kubernetes itself, or one that a stack makes.
   */
  static existing(props: ExistingPodPriorityProps): PodPriority {
    const { name, value, preempts } = parseProps(existingSchema, props, at('existing'));
    return new PodPriority(value, preempts, name);
  }

  /** Recognises it by its brand, so that two copies of the library agree. */
  static isPodPriority(value: unknown): value is PodPriority {
    return hasBrand(value, 'PodPriority');
  }

  private constructor(
    readonly value: number,
    /** Its pods take the place of others. */
    readonly preempts: boolean,
    /** Name of a class that the cluster has; undefined for one that the stack makes. */
    readonly existingClass?: string,
  ) {
    brand(this, 'PodPriority');
    Object.freeze(this);
  }
}

const at = (name: string) => ({ path: `PodPriority.${name}`, className: `PodPriority.${name}` });

export const podPrioritySchema = branded<PodPriority>(PodPriority.isPodPriority, 'a PodPriority, e.g. PodPriority.BACKGROUND');
