import { z } from 'zod';
import { IMAGE_REPOSITORY, isImageRepository } from '../../core/kubernetes/image-reference';
import { notion } from '../../core/notion';

const ACTIONS = ['deny', 'warn', 'audit'] as const;

/** What becomes of a request that breaks a promise of the plan. */
export type AdmissionAction = (typeof ACTIONS)[number];

/** Policies with which the API server itself keeps what the plan promises, whoever asks. */
export interface AdmissionPolicyProps {
  /**
   * Repositories beside the planned ones whose images pods may run, e.g. `['cr.l5d.io/linkerd/proxy']` of a service mesh.
   * @default - none
   */
  readonly images?: readonly string[];
  /**
   * What becomes of a request that breaks one: it is refused, answered with a warning, or noted in the audit log of the API server.
   * @default 'deny'
   */
  readonly action?: AdmissionAction;
}

const repository = notion('image repository', IMAGE_REPOSITORY, isImageRepository);

/** Schema of the prop: `'planned'`, or what is beside the plan. */
export const admissionSchema = z.union(
  [z.literal('planned'), z.strictObject({ images: z.array(repository).optional(), action: z.enum(ACTIONS).optional() })],
  { error: "expected 'planned', or { images, action }" },
);

export interface AdmissionTerms {
  readonly images: readonly string[];
  readonly action: AdmissionAction;
  /** Image with which the operator of databases starts their pods, as the cluster pulls it. */
  readonly databaseStarter: string;
}

export function admissionTerms(given: z.output<typeof admissionSchema> | undefined, databaseStarter: string): AdmissionTerms | undefined {
  if (given === undefined) return undefined;
  const { images = [], action = 'deny' } = given === 'planned' ? {} : given;
  return { images, action, databaseStarter };
}
