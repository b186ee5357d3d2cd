/**
 * `kubectl rollout restart` writes a time on the template of the pods. Terraform would take it away again, and that is a second restart of every
 * pod, on GPUs minutes of loading. So what restarts pods is no difference; all else that is changed by hand still is one.
 */
const RESTARTED_AT = 'spec[0].template[0].metadata[0].annotations["kubectl.kubernetes.io/restartedAt"]';

/** For the arguments of a resource whose pods can be restarted by hand. */
export const KEPT_RESTARTS = { ignoreChanges: [RESTARTED_AT] };
