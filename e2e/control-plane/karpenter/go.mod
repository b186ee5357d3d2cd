// Never built: pins Karpenter, whose custom resource definitions the end-to-end tests install. Apart from the others: its go.mod asks for a newer Go.
module cdktf-agent-fleet/e2e/control-plane/karpenter

go 1.26.6

require github.com/aws/karpenter-provider-aws v1.14.1
