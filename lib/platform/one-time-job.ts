/** Jobs that run once for what is in them. Nothing of a Job can be changed, so all of it is in its name: other content is another Job. */
import type { Construct } from 'constructs';
import { MAX_LABEL, physicalName } from '../core/names';
import { lazyHash } from '../terraform/engine';
import { type JobV1, job } from '../terraform/kubernetes';

/** Letters that the hash adds to the name, with its dash. */
export const HASH_LETTERS = 9;

export interface OneTimeJob {
  /** Construct that the Job becomes a child of. */
  readonly scope: Construct;
  /** Id of the Job below it. */
  readonly id: string;
  /** Name without the hash; one that leaves no room for it is cut, since Kubernetes labels the pods with the whole. */
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly pod: object;
  /** All that decides whether it runs again; asked for when the stack is written. */
  content(): string;
  /** Attempts after one that failed. Pauses between them double from ten seconds up to six minutes. */
  readonly retries: number;
  /**
   * Seconds for all attempts together.
   * @default - no end
   */
  readonly deadlineSeconds?: number;
  /**
   * For how long Terraform waits until it has succeeded; an apply whose Job fails stops there.
   * @default - it does not wait
   */
  readonly waits?: string;
  readonly dependsOn: readonly { readonly fqn: string }[];
}

/** Without a time to live: a Job that had removed itself would be made again by the next apply. */
export function oneTimeJob({ scope, id, name, namespace, labels, content, waits, dependsOn, ...rest }: OneTimeJob): JobV1 {
  return job(scope, id, {
    metadata: { name: `${physicalName([name], MAX_LABEL - HASH_LETTERS)}-${lazyHash(content)}`, namespace, labels },
    spec: jobSpec({ labels, ...rest }),
    waitForCompletion: waits !== undefined,
    timeouts: { ...(waits === undefined ? {} : { create: waits }), delete: '5m' },
    dependsOn: [...dependsOn],
  });
}

/** As it is written; also for a Job that is written anew because a client came later. */
export function jobSpec({ labels, pod, retries, deadlineSeconds }: Pick<OneTimeJob, 'labels' | 'pod' | 'retries' | 'deadlineSeconds'>) {
  return {
    backoffLimit: retries,
    ...(deadlineSeconds === undefined ? {} : { activeDeadlineSeconds: deadlineSeconds }),
    template: { metadata: { labels }, spec: pod },
  };
}
