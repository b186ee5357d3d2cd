/** Deployments, stateful sets, daemon sets and jobs. `replicas` is sent only when it is given: otherwise the scaler owns it. */
import { block, blocks, flag, intOrString, named, sentFlag, sentWhole, type Table, text, whole, wholes, wholeText } from '../field';
import { claimSpec } from './claim';
import { labelSelector, namespacedMetadata, templateMetadata } from './metadata';
import { jobPodTemplate, podTemplate } from './pod';

export const deploymentSpec = block({
  min_ready_seconds: whole(),
  paused: flag(),
  progress_deadline_seconds: sentWhole(600),
  replicas: wholeText,
  revision_history_limit: sentWhole(10),
  selector: labelSelector,
  strategy: block({
    type: text('RollingUpdate'),
    rolling_update: block({ max_surge: intOrString('25%'), max_unavailable: intOrString('25%') }),
  }),
  template: podTemplate,
});

export const daemonSetSpec = block({
  min_ready_seconds: whole(),
  revision_history_limit: sentWhole(10),
  selector: labelSelector,
  strategy: named(
    'updateStrategy',
    block({ type: text('RollingUpdate'), rolling_update: block({ max_surge: intOrString('0'), max_unavailable: intOrString('1') }) }),
  ),
  template: podTemplate,
});

export const statefulSetSpec = block({
  min_ready_seconds: whole(),
  persistent_volume_claim_retention_policy: block({ when_deleted: text('Retain'), when_scaled: text('Retain') }),
  pod_management_policy: text(),
  replicas: wholeText,
  // Left out, the provider sends zero here: no old revision to roll back to.
  revision_history_limit: sentWhole(),
  selector: labelSelector,
  service_name: text(),
  template: podTemplate,
  update_strategy: block({ type: text('RollingUpdate'), rolling_update: block({ partition: sentWhole(0) }) }),
  // The provider writes the namespace `default` here; the controller puts claims beside their pods all the same.
  volume_claim_template: blocks('volumeClaimTemplates', { metadata: namespacedMetadata, spec: claimSpec }),
});

const FAILURE_RULE: Table = {
  action: text(),
  on_exit_codes: block({ container_name: text(), operator: text(), values: wholes }),
  on_pod_condition: blocks('onPodConditions', { status: text('True'), type: text() }),
};

export const jobSpec = block({
  active_deadline_seconds: whole(),
  backoff_limit: sentWhole(6),
  backoff_limit_per_index: wholeText,
  completion_mode: text(),
  completions: whole(1),
  manual_selector: sentFlag(),
  max_failed_indexes: wholeText,
  parallelism: sentWhole(1),
  pod_failure_policy: block({ rule: blocks('rules', FAILURE_RULE) }),
  selector: labelSelector,
  template: jobPodTemplate,
  ttl_seconds_after_finished: wholeText,
});

export const cronJobSpec = block({
  concurrency_policy: text('Allow'),
  failed_jobs_history_limit: sentWhole(1),
  job_template: block({ metadata: templateMetadata, spec: jobSpec }),
  schedule: text(),
  starting_deadline_seconds: whole(),
  successful_jobs_history_limit: sentWhole(3),
  suspend: sentFlag(false),
  timezone: named('timeZone', text()),
});
