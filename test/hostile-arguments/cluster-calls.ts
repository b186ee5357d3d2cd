import {
  CaBundle,
  Cluster,
  ExecPlugin,
  ExternalModel,
  Gpu,
  Guardrail,
  InternalService,
  Nodes,
  Region,
  SecretRef,
  StoreTls,
  Volume,
  WorkloadIdentity,
} from 'cdktf-agent-fleet';
import type { Call } from './ask';

const gpus = () => ({ gpu: Gpu.H100_SXM, gpusPerNode: 8, nodes: 4, minNodes: 1, purchase: 'spot' });

const external = { model: 'large', key: SecretRef.existing('provider', 'key'), maxContextTokens: 100_000, cidrs: ['203.0.113.0/24'] };
const url = 'https://llm.example.com/v1';

/** Clusters, how they are reached, the nodes that clouds make for them, what pods mount, and models that others serve. */
export const CLUSTER: readonly Call[] = [
  {
    name: 'Cluster.fromKubeconfig',
    args: () => [{ context: 'a', nodePools: { gpu: { gpu: Gpu.L40S, nodes: 1, gpusPerNode: 1 } } }],
    call: Cluster.fromKubeconfig,
  },
  { name: 'Cluster.fromEnvironment', args: () => [{ context: 'a' }], call: Cluster.fromEnvironment },
  {
    name: 'Cluster.fromExec',
    args: () => [{ host: 'https://a.example.com', exec: { command: 'aws', args: ['a'], env: { A: 'b' } } }],
    call: Cluster.fromExec,
  },
  { name: 'Cluster.inCluster', args: () => [{ region: 'eu' }], call: Cluster.inCluster },
  { name: 'Cluster.fromToken', args: () => [{ host: 'https://a.example.com', tokenVariable: 't' }], call: Cluster.fromToken },
  { name: 'Region.country', args: () => ['DE'], call: Region.country },
  { name: 'Region.named', args: () => ['eu-central-1'], call: Region.named },
  { name: 'Region.custom', args: () => ['dc', { within: Region.EU }], call: Region.custom },
  { name: 'Region.anyOf', args: () => ['some', [Region.EU, Region.SWITZERLAND]], call: Region.anyOf },
  { name: 'Guardrail.contentFilter', args: () => [{ mask: ['email'], blockedWords: ['a'], on: 'input' }], call: Guardrail.contentFilter },
  { name: 'Guardrail.toolScope', args: () => [{ allow: ['search'] }], call: Guardrail.toolScope },
  {
    name: 'Guardrail.own',
    args: () => [{ service: new InternalService({ name: 'guard', namespace: 'guards', port: 8_080 }), unanswered: 'passed' }],
    call: Guardrail.own,
  },
  { name: 'ExecPlugin.eks', args: () => [{ clusterName: 'prod', region: 'eu-north-1', profile: 'ci' }], call: ExecPlugin.eks },
  { name: 'ExecPlugin.gke', args: () => [{ applicationDefaultCredentials: true }], call: ExecPlugin.gke },
  { name: 'ExecPlugin.aks', args: () => [{ login: 'azurecli' }], call: ExecPlugin.aks },
  { name: 'Nodes.karpenter', args: () => [gpus()], call: Nodes.karpenter },
  { name: 'Nodes.eksAutoMode', args: () => [{ gpu: Gpu.L4, nodes: 2 }], call: Nodes.eksAutoMode },
  { name: 'Nodes.eksManaged', args: () => [{ ...gpus(), nodeGroup: 'h100' }], call: Nodes.eksManaged },
  { name: 'Nodes.gke', args: () => [{ ...gpus(), nodePool: 'a3' }], call: Nodes.gke },
  { name: 'Nodes.aks', args: () => [{ ...gpus(), agentPool: 'h100' }], call: Nodes.aks },
  { name: 'Nodes.oke', args: () => [{ gpu: Gpu.H100_SXM, gpusPerNode: 8, nodes: 4 }], call: Nodes.oke },
  { name: 'WorkloadIdentity.aws', args: () => [{ roleArn: 'arn:aws:iam::123456789012:role/a' }], call: WorkloadIdentity.aws },
  {
    name: 'WorkloadIdentity.google',
    args: () => [{ serviceAccount: 'agents@my-project.iam.gserviceaccount.com' }],
    call: WorkloadIdentity.google,
  },
  { name: 'WorkloadIdentity.azure', args: () => [{ clientId: '00000000-0000-0000-0000-000000000001' }], call: WorkloadIdentity.azure },
  { name: 'WorkloadIdentity.of', args: () => [{ annotations: { a: 'b' }, podLabels: { c: 'd' } }], call: WorkloadIdentity.of },
  { name: 'ExternalModel.openAi', args: () => [external], call: ExternalModel.openAi },
  { name: 'ExternalModel.anthropic', args: () => [external], call: ExternalModel.anthropic },
  { name: 'ExternalModel.azure', args: () => [{ ...external, url, apiVersion: '2024-10-21' }], call: ExternalModel.azure },
  {
    name: 'ExternalModel.bedrock',
    args: () => [{ ...external, model: 'amazon.nova-pro-v1:0', awsRegion: 'eu-central-1' }],
    call: ExternalModel.bedrock,
  },
  {
    name: 'ExternalModel.vertex',
    args: () => [{ ...external, project: 'my-project', location: 'europe-west4' }],
    call: ExternalModel.vertex,
  },
  { name: 'ExternalModel.openAiCompatible', args: () => [{ ...external, url }], call: ExternalModel.openAiCompatible },
  { name: 'CaBundle.configMap', args: () => [{ name: 'ca', key: 'ca.crt' }], call: CaBundle.configMap },
  { name: 'CaBundle.secret', args: () => [{ name: 'ca', key: 'ca.crt' }], call: CaBundle.secret },
  { name: 'StoreTls.issuer', args: () => [{ name: 'internal', kind: 'Issuer' }], call: StoreTls.issuer },
  { name: 'StoreTls.secret', args: () => [{ name: 'store-tls' }], call: StoreTls.secret },
  { name: 'Volume.configMap', args: () => [{ name: 'c', keys: ['k'], mountPath: '/etc/c' }], call: Volume.configMap },
  { name: 'Volume.secret', args: () => [{ name: 'c', keys: ['k'], mountPath: '/etc/c' }], call: Volume.secret },
  { name: 'Volume.claim', args: () => [{ name: 'c', mountPath: '/data' }], call: Volume.claim },
];
