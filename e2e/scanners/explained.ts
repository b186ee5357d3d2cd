/** Findings of scanners that stay, and why: the table of docs/security.md. What is not here fails `npm run e2e -- --only scanners`. */
import type { Finding, Scanner } from './finding';

export interface Explained {
  readonly finding: string;
  /** Checks that say so, by scanner. */
  readonly checks: Readonly<Partial<Record<Scanner, readonly string[]>>>;
  /** Names of the files whose objects it is explained for; every object where it is left out. */
  readonly files?: RegExp;
  readonly why: string;
}

const OPERATORS_PODS = 'whose pods an operator or its chart makes; it is not among the objects';

export const EXPLAINED: readonly Explained[] = [
  {
    finding: 'a token of the API server',
    checks: { checkov: ['CKV_K8S_38'] },
    files: /\/deployment\.[^/]*-stages\./,
    why: 'the proxy before both stages of a pool with `prefill` finds their pods at the API server; it may read the pods of its namespace and nothing else',
  },
  {
    finding: 'image pull policy is not `Always`',
    checks: { checkov: ['CKV_K8S_15'], 'kube-score': ['container-image-pull-policy'] },
    why: 'a digest is one program, whatever the policy: [`imageDigests`](guides/private-registries.md). `Always` makes every start of a replica depend on the registry',
  },
  {
    finding: 'images without a digest',
    checks: { checkov: ['CKV_K8S_43'] },
    why: 'digests are read where the registry is reached, and given by `imageDigests`; AF-SUP-001 says what has none',
  },
  {
    finding: 'registries that are not on a list',
    checks: { Trivy: ['KSV-0125'] },
    why: 'the list is that of public clouds; [`registryMirror`](guides/private-registries.md) has every image pulled from a registry of yours, and `admissionPolicies` refuses all others',
  },
  {
    finding: 'user and group below 10,000',
    checks: { checkov: ['CKV_K8S_40'], 'kube-score': ['container-security-context-user-group-id'], Trivy: ['KSV-0020', 'KSV-0021'] },
    why: "the images are prepared for their users: 2000 with group 0 for vLLM, 101 for LiteLLM. `runAsUser` of a pool, and `distribution: 'openshift'`, give others",
  },
  {
    finding: 'group 0',
    checks: { Trivy: ['KSV-0116'] },
    files: /\/(deployment|leaderworkerset|job)\./,
    why: 'the image of vLLM lets group 0 write to its folders, as OpenShift asks for; the user is not root, and nothing may be gained',
  },
  {
    finding: 'no CPU limit',
    checks: { checkov: ['CKV_K8S_11'], 'kube-score': ['container-resources'], Trivy: ['KSV-0011'] },
    why: 'memory is limited; a CPU limit throttles an engine while the node is idle, and pods request what they need. `namespaceQuota` bounds their sum',
  },
  {
    finding: 'Secrets as variables instead of files',
    checks: { checkov: ['CKV_K8S_35'] },
    why: 'engines, LiteLLM and agent frameworks read their keys from variables',
  },
  {
    finding: 'no request and limit of ephemeral storage',
    checks: { 'kube-score': ['container-ephemeral-storage-request-and-limit'] },
    why: 'of short containers before others, and of containers with a read-only root that write to volumes with a size limit',
  },
  {
    finding: 'readiness and liveness ask the same path',
    checks: { 'kube-score': ['pod-probes-identical'] },
    why: 'servers of models have one health path; liveness takes longer to fail, and starts when the start-up probe has passed',
  },
  {
    finding: 'no probes',
    checks: { checkov: ['CKV_K8S_8', 'CKV_K8S_9'], 'kube-score': ['pod-probes'] },
    files: /\/(deployment\.[a-z0-9-]*agents|deployment\.[a-z0-9-]*archivists)\./,
    why: 'agents of an image of yours are asked where the runtime says `healthPath`; nobody else knows what they answer. Consumers of a queue serve nothing',
  },
  {
    finding: 'no probes of the exporter beside a session store',
    checks: { checkov: ['CKV_K8S_8', 'CKV_K8S_9'] },
    files: /\/statefulset\./,
    why: 'a pod is ready when all its containers are: figures that are missing are no reason to take a store out of service. `AgentFleetStoreDown` says that they are missing',
  },
  {
    finding: 'no probes of what makes room on the disk of KV blocks',
    checks: { checkov: ['CKV_K8S_8', 'CKV_K8S_9'] },
    files: /\/deployment\.reviewer-model\./,
    why: 'it listens to nobody; where it ends it is started anew, and where it made no room the size limit of the volume would end the pod',
  },
  {
    finding: 'one replica, no anti-affinity of hosts',
    checks: { 'kube-score': ['deployment-replicas', 'deployment-has-host-podantiaffinity', 'statefulset-has-host-podantiaffinity'] },
    why: 'the fleet is published so (AF-RTE-003); pods of several replicas are spread by `topologySpreadConstraints`',
  },
  {
    finding: 'network policies that select no pod',
    checks: { 'kube-score': ['networkpolicy-targets-pod'] },
    why: `of Postgres and of the operators' namespaces, ${OPERATORS_PODS}`,
  },
  {
    finding: 'secrets in a ConfigMap',
    checks: { Trivy: ['KSV-0109', 'KSV-01010'] },
    files: /\/configmap\./,
    why: 'names of settings (`master_key: os.environ/…`, `password`, `requirepass`): the values come from variables and files of Secrets, which the tests of hostile texts and the drills look for',
  },
];

/** What explains a finding; undefined where nothing does. */
export const explanationOf = ({ scanner, check, file }: Finding): Explained | undefined =>
  EXPLAINED.find(({ checks, files }) => checks[scanner]?.includes(check) === true && files?.test(`/${file}`) !== false);
