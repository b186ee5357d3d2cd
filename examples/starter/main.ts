import { App } from 'cdktf';
import { Cluster } from 'cdktf-agent-fleet';
import { starterFleet } from './fleet';

const app = new App();
// Terraform reads the kubeconfig that KUBE_CONFIG_PATH names; no path is written, so one synthesis serves every machine.
starterFleet(app, Cluster.fromEnvironment({ context: 'my-cluster' }));
app.synth();
