// Never built: pins the operators whose custom resource definitions the end-to-end tests install.
module cdktf-agent-fleet/e2e/control-plane/crds

go 1.24.0

require (
	github.com/cert-manager/cert-manager v1.21.1
	github.com/cilium/cilium v1.20.2
	github.com/cloudnative-pg/cloudnative-pg v1.30.0
	github.com/cloudnative-pg/plugin-barman-cloud v0.13.0
	github.com/external-secrets/external-secrets v1.3.2
	github.com/kyverno/kyverno v1.19.1
	github.com/prometheus-operator/prometheus-operator v0.93.1
	github.com/rabbitmq/cluster-operator/v2 v2.22.1
	github.com/ray-project/kuberay/ray-operator v1.5.0
	istio.io/api v1.32.0
	sigs.k8s.io/lws v0.8.0
)
