/** The programs of the control plane: which pinned module each is built from, and what it must be told about its version. */
import * as path from 'node:path';

export const KUBERNETES_VERSION = 'v1.34.1';
export const ETCD_VERSION = 'v3.6.4';
export const KWOK_VERSION = 'v0.8.0';
export const KEDA_VERSION = 'v2.21.0';
export const PROMETHEUS_VERSION = '3.14.0';

export interface Tool {
  readonly name: string;
  /** Folder of the module that pins it. */
  readonly module: string;
  readonly target: string;
  /** Variables set by the linker: clients refuse a server that does not say its version. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly tags?: string;
  /** Experiment of Go that the module needs. */
  readonly experiment?: string;
}

const kubernetes = {
  module: __dirname,
  variables: Object.fromEntries(
    ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((at) => [
      [`${at}.gitVersion`, KUBERNETES_VERSION],
      [`${at}.gitMajor`, '1'],
      [`${at}.gitMinor`, '34'],
    ]),
  ),
};
const keda = {
  module: path.join(__dirname, 'keda'),
  variables: { 'github.com/kedacore/keda/v2/version.Version': KEDA_VERSION.slice(1) },
};

/** Everything that a run needs before its first apply. */
export const TOOLS: readonly Tool[] = [
  { name: 'certificates', module: path.join(__dirname, 'certificates'), target: '.' },
  { name: 'etcd', module: __dirname, target: 'go.etcd.io/etcd/server/v3' },
  { name: 'kube-apiserver', ...kubernetes, target: 'k8s.io/kubernetes/cmd/kube-apiserver' },
  { name: 'kube-controller-manager', ...kubernetes, target: 'k8s.io/kubernetes/cmd/kube-controller-manager' },
  { name: 'kube-scheduler', ...kubernetes, target: 'k8s.io/kubernetes/cmd/kube-scheduler' },
  {
    name: 'kwok',
    module: path.join(__dirname, 'kwok'),
    target: 'sigs.k8s.io/kwok/cmd/kwok',
    variables: { 'sigs.k8s.io/kwok/pkg/consts.Version': KWOK_VERSION },
  },
  { name: 'keda-operator', ...keda, target: 'github.com/kedacore/keda/v2/cmd/operator' },
  { name: 'keda-adapter', ...keda, target: 'github.com/kedacore/keda/v2/cmd/adapter' },
];

const prometheus = {
  module: path.join(__dirname, 'prometheus'),
  variables: { 'github.com/prometheus/common/version.Version': PROMETHEUS_VERSION },
  // Of all service discoveries only the one we use: a third of the build.
  tags: 'remove_all_sd,enable_kubernetes_sd',
};

/** Built when the alerts or the behaviour drills begin: nothing else waits for them. */
export const PROMETHEUS_TOOLS: readonly Tool[] = ['prometheus', 'promtool'].map((name) => ({
  name,
  ...prometheus,
  target: `github.com/prometheus/prometheus/cmd/${name}`,
}));

/** Keeps traces and answers questions about them. A big program, so only the drill that follows a trace builds it. */
export const JAEGER_TOOLS: readonly Tool[] = [
  { name: 'jaeger', module: path.join(__dirname, 'jaeger'), target: 'github.com/jaegertracing/jaeger/cmd/jaeger' },
];

/** The engine of development, without its runner, which is no Go module. */
export const OLLAMA_TOOLS: readonly Tool[] = [
  { name: 'ollama', module: path.join(__dirname, 'ollama'), target: 'github.com/ollama/ollama' },
];

/** The collector of traces, with the parts that our configuration names. */
export const COLLECTOR_TOOLS: readonly Tool[] = [{ name: 'collector', module: path.join(__dirname, 'collector'), target: '.' }];

/** What judges objects: kube-score, and the checks of Trivy without all else that Trivy is. */
export const SCANNER_TOOLS: readonly Tool[] = [
  { name: 'kube-score', module: path.join(__dirname, 'kube-score'), target: 'github.com/zegl/kube-score/cmd/kube-score' },
  { name: 'trivy', module: path.join(__dirname, 'trivy'), target: '.', experiment: 'jsonv2' },
];

/** Operators that make the pods of pools and stores. */
export const OPERATOR_TOOLS: readonly Tool[] = [
  { name: 'ray-operator', module: path.join(__dirname, 'kuberay'), target: 'github.com/ray-project/kuberay/ray-operator' },
  { name: 'lws', module: path.join(__dirname, 'lws'), target: 'sigs.k8s.io/lws/cmd' },
  {
    name: 'cloudnative-pg',
    module: path.join(__dirname, 'cloudnative-pg'),
    target: 'github.com/cloudnative-pg/cloudnative-pg/cmd/manager',
  },
  { name: 'rabbitmq-operator', module: path.join(__dirname, 'rabbitmq'), target: 'github.com/rabbitmq/cluster-operator/v2/cmd' },
];
