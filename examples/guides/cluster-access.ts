/** How Terraform reaches a cluster: the kubeconfig of a pipeline, a program that prints a credential, a cluster of the same app, several at once. */
import { type App, TerraformStack, TerraformVariable } from 'cdktf';
import { Cluster, ExecPlugin, FleetPlatform } from 'cdktf-agent-fleet';

/** The pipeline says which file: `KUBE_CONFIG_PATH=$KUBECONFIG npx cdktf deploy '*'`. */
export const fromPipeline = () => Cluster.fromEnvironment({ context: 'prod-eu', region: 'eu-north' });

/** Amazon EKS: address and certificate as `aws eks describe-cluster` prints them, a new token for every run of a provider. */
export const onEks = (certificate: string) =>
  Cluster.fromExec({
    host: 'https://0123456789ABCDEF.gr7.eu-north-1.eks.amazonaws.com',
    clusterCaCertificate: certificate,
    exec: ExecPlugin.eks({ clusterName: 'prod', region: 'eu-north-1' }),
  });

/** Google GKE, in a pipeline without `gcloud`. */
export const onGke = (certificate: string) =>
  Cluster.fromExec({
    host: 'https://203.0.113.10',
    clusterCaCertificate: certificate,
    exec: ExecPlugin.gke({ applicationDefaultCredentials: true }),
  });

/** Azure AKS with Entra ID, signed in by the identity that the pipeline is federated with. */
export const onAks = (certificate: string) =>
  Cluster.fromExec({
    host: 'https://prod-0a1b2c3d.hcp.northeurope.azmk8s.io:443',
    clusterCaCertificate: certificate,
    exec: ExecPlugin.aks({ login: 'workloadidentity' }),
  });

/** Anything else that prints an ExecCredential. */
export const byOwnProgram = (certificate: string) =>
  Cluster.fromExec({
    host: 'https://api.prod.example.com:6443',
    clusterCaCertificate: certificate,
    exec: { command: 'corp-login', args: ['kubernetes', '--cluster', 'prod'], env: { CORP_LOGIN_MODE: 'batch' } },
  });

/**
 * A cluster that another stack of the app makes. Its address, certificate and token are attributes of that stack, here of variables; with a cloud's
 * provider: `cluster.endpoint`, `Fn.base64decode(cluster.certificateAuthority.get(0).data)`, and `auth.token` where the program is not installed.
 */
export function ofSameApp(infrastructure: TerraformStack): Cluster {
  const attribute = (name: string) => new TerraformVariable(infrastructure, name, { type: 'string' }).stringValue;
  return Cluster.fromToken({
    name: 'prod',
    host: attribute('cluster_endpoint'),
    clusterCaCertificate: attribute('cluster_certificate'),
    token: attribute('cluster_token'),
  });
}

/** Two clusters in one stack: each has its own providers, and each construct names its cluster. */
export function onBothContinents(app: App): void {
  const stack = new TerraformStack(app, 'platforms');
  for (const context of ['prod-eu', 'prod-us']) new FleetPlatform(stack, context, { cluster: Cluster.fromEnvironment({ context }) });
}
