/** Which of the broken emitters the API server refuses, and why it cannot refuse the others. */

/** What the answer says: of our policies, or of the API server itself. */
export const REFUSED_MUTANTS: Readonly<Record<string, RegExp>> = {
  'a literal key in the environment': /agent-fleet: no secret is written/,
  'a label that Kubernetes refuses': /valid label/,
  'a field that the custom resource does not have': /field not declared|unknown field/,
  'a namespace without Pod Security': /agent-fleet: the namespace keeps Pod Security/,
  'a container without runAsNonRoot': /agent-fleet: no container runs as root/,
  'a container that keeps its capabilities': /agent-fleet: every container drops all capabilities/,
  'a pool without the toleration of GPU nodes': /agent-fleet: a pool tolerates the taints/,
  'a pool on nodes with another GPU than planned': /agent-fleet: a pool runs on the nodes/,
};

/** One object is looked at when it is asked for, and each of these is right by itself. */
export const SEEN_ELSEWHERE: Readonly<Record<string, string>> = {
  'a network policy that does not wait for its namespace': 'an order of Terraform, which the API server does not see',
  'a service that names a port which its pods do not have': 'the pods are another object',
  'a pod monitor that names a port which its pods do not have': 'the pods are another object',
  'a selector that selects no pod': 'the pods are another object',
  'a router that may not reach a pool': 'a policy is missing, and nothing that is missing is asked for',
  'a pool that Prometheus may not scrape': 'a policy is missing, and nothing that is missing is asked for',
  'replicas that both Terraform and KEDA own': 'the number lies below the ceiling; who writes it is not in the object',
};
