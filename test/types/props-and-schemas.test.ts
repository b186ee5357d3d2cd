/** Props are the documentation, schemas the check: they must name the same keys, and the schema must take what the type allows. Held by the compiler. */
import type { z } from 'zod';
import type { AgentFleetProps, agentFleetSchema, WorkflowLatencyProps, workflowLatencySchema } from '../../lib/agents/agent-fleet-props';
import type { AgentRuntimeProps, agentRuntimeSchema } from '../../lib/agents/agent-runtime-props';
import type { GpuServiceProps, gpuServiceSchema } from '../../lib/agents/gpu-service-props';
import type { McpServerProps, mcpServerSchema } from '../../lib/agents/mcp-server-props';
import type { RoleProps, roleSchema } from '../../lib/agents/role-props';
import type { ToolSandboxProps, toolSandboxSchema } from '../../lib/agents/tool-sandbox-props';
import type { ExistingPoolProps, existingPoolSchema } from '../../lib/inference/existing/existing-pool-props';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import type { inferencePoolSchema } from '../../lib/inference/inference-pool-schema';
import type {
  EngineTuning,
  Offload,
  offloadSchema,
  Parallelism,
  parallelismSchema,
  tuningSchema,
} from '../../lib/inference/replica-options';
import type {
  EnvironmentAccessProps,
  ExecAccessProps,
  environmentAccessSchema,
  execAccessSchema,
  KubeconfigProps,
  kubeconfigSchema,
  TokenProps,
  tokenSchema,
} from '../../lib/platform/access/access-props';
import type { FleetPlatformProps, fleetPlatformSchema } from '../../lib/platform/fleet-platform-props';
import type { NodePoolProps, nodePoolSchema } from '../../lib/platform/node-pool';
import type { AcknowledgementProps, acknowledgementSchema } from '../../lib/policies/acknowledgement-props';
import type { CheckPlansProps, checkPlansSchema } from '../../lib/policies/check-plans';
import type { PolicyPackProps, policyPackSchema } from '../../lib/policies/policy-pack';
import type { PolicyRuleProps, policyRuleSchema } from '../../lib/policies/policy-rule';
import type { BedrockModelProps, bedrockModelSchema } from '../../lib/routing/bedrock-model-props';
import type {
  AddressedModelProps,
  AzureModelProps,
  addressedModelSchema,
  azureModelSchema,
  ExternalModelProps,
  externalModelSchema,
} from '../../lib/routing/external-model-props';
import type { LiteLLMRouterProps, litellmRouterSchema } from '../../lib/routing/litellm/router-props';
import type { VertexModelProps, vertexModelSchema } from '../../lib/routing/vertex-model-props';
import type { ExternalHostProps, externalHostSchema } from '../../lib/services/external-host-props';
import type { InternalServiceProps, internalServiceSchema } from '../../lib/services/internal-service-props';
import type { SessionStoreProps, sessionStoreSchema } from '../../lib/stores/session-store-props';
import type { StateStoreProps, stateStoreSchema } from '../../lib/stores/state-store-props';
import type { VectorStoreProps, vectorStoreSchema } from '../../lib/stores/vector-store-props';

/** True when both sides name the same keys; otherwise the type of the keys that differ, which no `true` satisfies. */
type SameKeys<Props, Schema extends z.ZodType> = [
  Exclude<keyof Props, keyof z.input<Schema>>,
  Exclude<keyof z.input<Schema>, keyof Props>,
] extends [never, never]
  ? true
  : {
      readonly onlyInProps: Exclude<keyof Props, keyof z.input<Schema>>;
      readonly onlyInSchema: Exclude<keyof z.input<Schema>, keyof Props>;
    };

/** Keys that may be left out must be the same on both sides. */
type OptionalKeys<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];
type SameOptional<Props, Schema extends z.ZodType> = [
  Exclude<OptionalKeys<Props>, OptionalKeys<z.input<Schema>>>,
  Exclude<OptionalKeys<z.input<Schema>>, OptionalKeys<Props>>,
] extends [never, never]
  ? true
  : false;

const agreements = [
  true satisfies SameKeys<InferencePoolProps, typeof inferencePoolSchema>,
  true satisfies SameOptional<InferencePoolProps, typeof inferencePoolSchema>,
  true satisfies SameKeys<ExistingPoolProps, typeof existingPoolSchema>,
  true satisfies SameOptional<ExistingPoolProps, typeof existingPoolSchema>,
  true satisfies SameKeys<Parallelism, typeof parallelismSchema>,
  true satisfies SameOptional<Parallelism, typeof parallelismSchema>,
  true satisfies SameKeys<Offload, typeof offloadSchema>,
  true satisfies SameOptional<Offload, typeof offloadSchema>,
  true satisfies SameKeys<EngineTuning, typeof tuningSchema>,
  true satisfies SameOptional<EngineTuning, typeof tuningSchema>,
  true satisfies SameKeys<AgentFleetProps, typeof agentFleetSchema>,
  true satisfies SameOptional<AgentFleetProps, typeof agentFleetSchema>,
  true satisfies SameKeys<RoleProps, typeof roleSchema>,
  true satisfies SameOptional<RoleProps, typeof roleSchema>,
  true satisfies SameKeys<WorkflowLatencyProps, typeof workflowLatencySchema>,
  true satisfies SameKeys<AgentRuntimeProps, typeof agentRuntimeSchema>,
  true satisfies SameOptional<AgentRuntimeProps, typeof agentRuntimeSchema>,
  true satisfies SameKeys<KubeconfigProps, typeof kubeconfigSchema>,
  true satisfies SameOptional<KubeconfigProps, typeof kubeconfigSchema>,
  true satisfies SameKeys<EnvironmentAccessProps, typeof environmentAccessSchema>,
  true satisfies SameOptional<EnvironmentAccessProps, typeof environmentAccessSchema>,
  true satisfies SameKeys<TokenProps, typeof tokenSchema>,
  true satisfies SameOptional<TokenProps, typeof tokenSchema>,
  true satisfies SameKeys<ExecAccessProps, typeof execAccessSchema>,
  true satisfies SameOptional<ExecAccessProps, typeof execAccessSchema>,
  true satisfies SameKeys<NodePoolProps, typeof nodePoolSchema>,
  true satisfies SameOptional<NodePoolProps, typeof nodePoolSchema>,
  true satisfies SameKeys<LiteLLMRouterProps, typeof litellmRouterSchema>,
  true satisfies SameOptional<LiteLLMRouterProps, typeof litellmRouterSchema>,
  true satisfies SameKeys<SessionStoreProps, typeof sessionStoreSchema>,
  true satisfies SameKeys<StateStoreProps, typeof stateStoreSchema>,
  true satisfies SameKeys<VectorStoreProps, typeof vectorStoreSchema>,
  true satisfies SameKeys<McpServerProps, typeof mcpServerSchema>,
  true satisfies SameOptional<McpServerProps, typeof mcpServerSchema>,
  true satisfies SameKeys<GpuServiceProps, typeof gpuServiceSchema>,
  true satisfies SameOptional<GpuServiceProps, typeof gpuServiceSchema>,
  true satisfies SameKeys<ToolSandboxProps, typeof toolSandboxSchema>,
  true satisfies SameOptional<ToolSandboxProps, typeof toolSandboxSchema>,
  true satisfies SameKeys<InternalServiceProps, typeof internalServiceSchema>,
  true satisfies SameOptional<InternalServiceProps, typeof internalServiceSchema>,
  true satisfies SameKeys<ExternalHostProps, typeof externalHostSchema>,
  true satisfies SameOptional<ExternalHostProps, typeof externalHostSchema>,
  true satisfies SameKeys<ExternalModelProps, typeof externalModelSchema>,
  true satisfies SameOptional<ExternalModelProps, typeof externalModelSchema>,
  true satisfies SameKeys<AddressedModelProps, typeof addressedModelSchema>,
  true satisfies SameKeys<AzureModelProps, typeof azureModelSchema>,
  true satisfies SameKeys<BedrockModelProps, typeof bedrockModelSchema>,
  true satisfies SameOptional<BedrockModelProps, typeof bedrockModelSchema>,
  true satisfies SameKeys<VertexModelProps, typeof vertexModelSchema>,
  true satisfies SameOptional<VertexModelProps, typeof vertexModelSchema>,
  true satisfies SameKeys<FleetPlatformProps, typeof fleetPlatformSchema>,
  true satisfies SameKeys<AcknowledgementProps, typeof acknowledgementSchema>,
  true satisfies SameOptional<AcknowledgementProps, typeof acknowledgementSchema>,
  true satisfies SameKeys<CheckPlansProps, typeof checkPlansSchema>,
  true satisfies SameKeys<PolicyPackProps, typeof policyPackSchema>,
  true satisfies SameKeys<PolicyRuleProps, typeof policyRuleSchema>,
  true satisfies SameOptional<PolicyRuleProps, typeof policyRuleSchema>,
];

test('props and schemas agree', () => {
  expect(agreements).not.toContain(false);
});
