// Makes the certificates of a throw-away control plane; the standard library only.
module cdktf-agent-fleet/e2e/control-plane/certificates

go 1.24.0
