/** Everything a fleet stack needs. Planning without constructs is in `cdktf-agent-fleet/capacity`, the test kit in `cdktf-agent-fleet/testing`. */
export { AgentFleet } from './agents/agent-fleet';
export type { AgentFleetProps, AgentFleetSpec, WorkflowLatencyProps } from './agents/agent-fleet-props';
export { AgentRuntime } from './agents/agent-runtime';
export type { AgentRuntimeProps, FleetRuntimeProps, QueueWorkers, RuntimeRole } from './agents/agent-runtime-props';
export type { ApiRoleProps } from './agents/api-role-props';
export {
  type ContextBoundary,
  ContextStrategy,
  type LongPoolProps,
  type SlidingWindowProps,
  type SummarizeProps,
} from './agents/context-strategy';
export type { EncoderCallsProps } from './agents/encoder-calls';
export type { PlacedDemand } from './agents/fleet-demand';
export type { AgentMessages } from './agents/fleet-messages';
export type { FleetMessagesProps } from './agents/fleet-messages-props';
export type { FleetAddresses, FleetOutputsProps, SecretPlace } from './agents/fleet-outputs';
export { FleetOutputs } from './agents/fleet-outputs';
export type { FleetSetting, FleetView } from './agents/fleet-view';
export { GpuService } from './agents/gpu-service';
export type { GpuServiceMetrics, GpuServiceProps, GpuServiceSpec } from './agents/gpu-service-props';
export { McpServer } from './agents/mcp-server';
export type { McpServerProps, McpServerSpec } from './agents/mcp-server-props';
export { MessageSchema } from './agents/message-schema';
export { type RetainedCache, Retention } from './agents/retention';
export type { RoleConversations, RoleGrowth, RoleProps, RoleRequestProps, RoleRolloutProps } from './agents/role-props';
export type { RoleView } from './agents/role-view';
export type { RuntimeSetup } from './agents/setup-props';
export { ToolSandbox } from './agents/tool-sandbox';
export type { ToolSandboxProps, ToolSandboxSpec } from './agents/tool-sandbox-props';
export type { McpToolScope } from './agents/tool-scopes/mcp-tool-scope';
export type { McpToolScopeProps } from './agents/tool-scopes/tool-scope-props';
export type { ContextPercentiles } from './capacity/demand/context-percentiles';
export type { DayCurveName } from './capacity/demand/day-curve';
export type { RequestRate, RoleDemand } from './capacity/demand/role-demand';
export {
  type EscalationTopologyProps,
  type EvaluatorLoopProps,
  type FlatTopologyProps,
  Flow,
  type FlowNode,
  type HierarchicalTopologyProps,
  type PipelineTopologyProps,
  type RouteTarget,
  type RoutingTopologyProps,
  Topology,
  type VotingTopologyProps,
} from './capacity/demand/topology';
export type { EngineLimits, EngineModel, Told, Unsaid } from './capacity/engines/engine-model';
export type { MemoryShare } from './capacity/engines/memory-share';
export type { SplitFault } from './capacity/engines/split-fault';
export type { ClassifiedRole } from './capacity/fit/classified-pool';
export type { PoolInput } from './capacity/fit/pool-input';
export type { PoolVerdict } from './capacity/fit/pool-verdict';
export type { MeasuredLatency } from './capacity/latency/estimate-latency';
export type { KvCacheDtype, Quantization, RareKvCacheDtype, ReplicaSpec, SamplerKernel } from './capacity/replica-spec';
export type { MemoryTerm, ReplicaSupply } from './capacity/replica-supply';
export type { Verdict } from './capacity/verdict';
export type { CpuArchitecture } from './catalog/cpu-architecture';
export type { CustomGpuFacts } from './catalog/custom-gpu';
export type { CustomModelFacts } from './catalog/custom-model';
export { Engine } from './catalog/engines/engine';
export type {
  AdmissionDefaults,
  EngineDefinition,
  EngineStanding,
  EngineStartup,
  EngineStrength,
  EngineValues,
  EngineWarmUp,
  ParserRow,
  RouterClient,
  UtilizationDefault,
} from './catalog/engines/engine-definition';
export type { EngineImage, PublishedImage, UserSupport } from './catalog/engines/engine-image';
export { type EngineMetric, type EngineMetrics, NO_METRICS } from './catalog/engines/engine-metrics';
export type { EngineProps } from './catalog/engines/engine-props';
export { EngineVersion, type ReleaseStep } from './catalog/engines/engine-version';
export type { FirstTokenBounds } from './catalog/engines/first-token-bounds';
export type { AliasRow, ChoiceRow, FlagKind, FlagRow, Presence, RetiredRow, ValueRow } from './catalog/engines/flag';
export { FlagTable, type FlagTableRows } from './catalog/engines/flag-table';
export type { HistogramBounds, LatencyHistograms } from './catalog/engines/latency-histograms';
export type { ParserHabits } from './catalog/engines/parser-habits';
export type { SharedKvTier, SharedKvTiers } from './catalog/engines/shared-kv-tier';
export type { StructuredOutputBackend, StructuredOutputFacts } from './catalog/engines/structured-output';
export type { KernelFormat, WeightKernelRow, WeightKernels, WeightSupport } from './catalog/engines/weight-kernels';
export type { FrameworkId } from './catalog/frameworks';
export type { GgufScheme } from './catalog/gguf';
export { Gpu } from './catalog/gpu';
export type { CheapestGpuProps, GpuChoice, NamedCard } from './catalog/gpu-choice';
export type { GpuFacts, MigProfile } from './catalog/gpu-facts';
export type { FromConfigProps } from './catalog/hugging-face/model-facts-of';
export type { LatencyClass } from './catalog/latency-class';
export type { HeldTargets, LatencyMetric, LatencyTargets } from './catalog/latency-targets';
export { Model } from './catalog/model';
export type {
  AttentionKind,
  KvBytesFacts,
  LinearStateFacts,
  LoadedWeightsFacts,
  MlaFacts,
  MlaIndexerFacts,
  ModelFacts,
  MoeFacts,
  ParserFacts,
  SlidingWindowFacts,
} from './catalog/model-facts';
export { PriceBook, type PriceQuery, priceOf } from './catalog/prices';
export type { ApiPriceRow, Price, PriceRow, Purchase } from './catalog/prices/price-row';
export type { Evidence, Provenance } from './catalog/provenance';
export { type CustomRegionProps, Region } from './catalog/region';
export type { EncoderFacts, WeightDetailFacts, WeightKind } from './catalog/weight-detail';
export type { Change } from './core/change';
export type { Finding, FindingDetail, Repair, Severity, UnplacedFinding } from './core/finding';
export { FleetCapacityError, FleetError, FleetSpecError, isFleetError } from './core/fleet-error';
export type { ChartMirrorRule } from './core/kubernetes/chart-mirror';
export type { MirrorRule } from './core/kubernetes/image-mirror';
export type { Environment } from './core/rule';
export { SecretRef } from './core/secret-ref';
export type { Budget } from './economics/budget';
export type { ByPoint, UsdPerHour } from './economics/cost-points';
export type { ApiPrice, ApiPriceProps } from './economics/crossover';
export type { DatedTokenCosts, TokenCosts } from './economics/token-costs';
export type { AnySignalProps, ScalingSignal } from './elasticity/any-signal-props';
export type { BatchScalingProps } from './elasticity/batch-props';
export type { EnvelopeProps } from './elasticity/envelope-props';
export type { FirstTokenProps, LatencyScalingProps } from './elasticity/latency-props';
export type { QueueDepthProps } from './elasticity/queue-depth-props';
export { Scaling } from './elasticity/scaling';
export type { SignalSettings } from './elasticity/scaling-view';
export type { Schedule, ScheduleWindow, Weekday } from './elasticity/schedule-props';
export type { SignalScaling } from './elasticity/signal-scaling';
export type { TokenScalingProps, TokenSignalProps } from './elasticity/tokens-props';
export type { WarmFloorProps } from './elasticity/warm-floor-props';
export type { WindowsByHourProps } from './elasticity/windows-by-hour';
export { ChatTemplate } from './inference/chat-template';
export type { IDeployedPool, IInferencePool, ObservedDoor, PoolDoor } from './inference/contract';
export type { PrefillProps } from './inference/disaggregation/prefill-props';
export type {
  DownloadPart,
  EngineAdapter,
  FlagOwner,
  ServedParsers,
  ServingBase,
  ServingSpec,
  WritableFolder,
} from './inference/engines/adapter';
export type { Disaggregated, ProxiedStages, ServedStage, StageProxy, StageProxyMetrics } from './inference/engines/disaggregated';
export { hubDownload, isRepository } from './inference/engines/hub-download';
export type { EngineLimit } from './inference/engines/limit';
export type { MultiNode, ReplicaNode } from './inference/engines/multi-node';
export type { Operated, OperatedPool, PodFields } from './inference/engines/operated';
export { registerEngine } from './inference/engines/registry';
export type { ExistingPoolProps, StatedCapacity, StatedLatency } from './inference/existing/existing-pool-props';
export { InferencePool } from './inference/inference-pool';
export type { InferencePoolProps, InferencePoolSpec } from './inference/inference-pool-props';
export type { LoraAdapter } from './inference/lora-adapter';
export type { MeasuredPool } from './inference/measured-pool';
export type { IObjectStore, ObjectStore, ObjectStoreCredentials, ObjectStoreWeightsProps } from './inference/object-store';
export type { DemandSource, PoolDemand } from './inference/pool-demand';
export type { PoolNodes } from './inference/pool-nodes';
export type { PoolSetting, PoolView } from './inference/pool-view';
export type { EngineTuning, Offload, Parallelism } from './inference/replica-options';
export type { IScalable, ScaledLoad, ScaledWorkload, ScalingPolicy, SleepTerms } from './inference/scaling-policy';
export type { SharedKvCache } from './inference/shared-kv-cache';
export {
  type DrafterProps,
  type OwnLayersProps,
  type PromptLookupProps,
  type SizedDrafter,
  Speculative,
  type SpeculativeMethod,
} from './inference/speculative';
export type { StreamedWeights } from './inference/streamed-weights';
export {
  type ClaimAccessMode,
  type EphemeralWeightsProps,
  type ExistingWeightsClaimProps,
  type ImageWeightsProps,
  Weights,
  type WeightsClaimProps,
  type WeightsSource,
} from './inference/weights';
export type { DashboardKind } from './observability/dashboard/dashboards';
export { ObservabilityStack } from './observability/observability-stack';
export type { ObservabilityStackProps, ServiceLevels } from './observability/observability-stack-props';
export type { ApiInstead, IObservedFleet, ObservedAgents } from './observability/observed-fleet';
export type { IObservedGpuService, ObservedGpuService, ObservedServiceMetrics } from './observability/observed-gpu-service';
export type { ObservedPool } from './observability/observed-pool';
export type { AlertRule, AlertSeverity, RecordingRule, RuleGroup } from './observability/rule';
export type { AlertThresholds } from './observability/thresholds';
export { readPlan } from './plan/read-plan';
export { type FleetPlan, fleetPlanSchema } from './plan/schema';
export { type FleetPlanSection, fleetPlanSectionSchema } from './plan/sections/fleet';
export { type PoolPlan, poolPlanSchema } from './plan/sections/pool';
export { type RolePlan, rolePlanSchema } from './plan/sections/role';
export type { AddressProps, EnvironmentAccessProps, ExecAccessProps, KubeconfigProps, TokenProps } from './platform/access/access-props';
export {
  type AksLogin,
  type AksPluginProps,
  type EksPluginProps,
  type ExecApiVersion,
  ExecPlugin,
  type ExecPluginProps,
  type GkePluginProps,
} from './platform/access/exec-plugin';
export type { AksNodesProps } from './platform/clouds/aks';
export type { KarpenterNodesProps, ManagedNodesProps } from './platform/clouds/aws';
export type { CloudNodesProps } from './platform/clouds/cloud-nodes';
export type { GkeNodesProps } from './platform/clouds/gke';
export type { OkeNodesProps } from './platform/clouds/oke';
export { Cluster, type ClusterProps, type GpuPrice } from './platform/cluster';
export { ClusterNodes } from './platform/cluster-nodes';
export type { Fabric } from './platform/fabric';
export { FleetPlatform } from './platform/fleet-platform';
export type {
  FleetPlatformProps,
  GpuOperatorProps,
  GpuToleration,
  ManifestOperatorProps,
  OperatorChoice,
  OperatorProps,
  PrometheusProps,
} from './platform/fleet-platform-props';
export { KarpenterNodePools } from './platform/karpenter/karpenter-node-pools';
export type { KarpenterNodePoolsProps } from './platform/karpenter/karpenter-node-pools-props';
export type { AwsTags, KarpenterNodeClassProps } from './platform/karpenter/node-class-props';
export type { NamedEgressProps } from './platform/named-egress-props';
export type { NodeMig } from './platform/node-mig';
export type { NodePool, NodePoolProps } from './platform/node-pool';
export type { NodeSharing } from './platform/node-sharing';
export type { NodeTaint } from './platform/node-taint';
export { Nodes } from './platform/nodes';
export type { ChartValue, ChartValues } from './platform/operators/chart-values';
export type { OperatorId } from './platform/operators/operator';
export { type CustomPodPriorityProps, type ExistingPodPriorityProps, PodPriority } from './platform/pod-priority';
export type { ProxyProps } from './platform/proxy-props';
export { acknowledge } from './policies/acknowledgement';
export type { AcknowledgementProps } from './policies/acknowledgement-props';
export { applyPack } from './policies/apply-pack';
export type { LibraryPack } from './policies/given-pack';
export type { Pack, PackPoint } from './policies/pack';
export type { Policy, SeverityByEnvironment } from './policies/policy';
export { type GradedRule, PolicyPack, type PolicyPackProps } from './policies/policy-pack';
export {
  type PolicyContext,
  type PolicyFailure,
  type PolicyOutcome,
  PolicyRule,
  type PolicyRuleProps,
  type PolicySubjects,
} from './policies/policy-rule';
export type { DeadLetterSeries, Delivery, DepthTrigger, ITaskQueue, ObservedTasks, QueueConsumer, TaskTime } from './queues/contract';
export type { DeliveryProps } from './queues/delivery-props';
export type { ExistingAmqpQueueProps, ExistingQueueProps, ExistingSqsQueueProps } from './queues/existing/existing-queue-props';
export type { RabbitMqQueueProps } from './queues/rabbitmq/rabbitmq-props';
export type { RabbitMqQueue } from './queues/rabbitmq/rabbitmq-queue';
export type { RedisStreamQueueProps } from './queues/redis-stream/redis-stream-props';
export type { RedisStreamQueue } from './queues/redis-stream/redis-stream-queue';
export { TaskQueue } from './queues/task-queue';
export type { SessionAffinityProps } from './routing/affinity/session-affinity';
export type { BedrockModelProps } from './routing/bedrock-model-props';
export type {
  Admission,
  ClientLoad,
  ClientTokensMetric,
  ExpiringKey,
  ExternalRouteProps,
  FallbackCause,
  FallbackProps,
  IRouter,
  ObservedAlias,
  ObservedRouter,
  RouterMetrics,
  RouteStateMetric,
} from './routing/contract';
export { ExternalModel, type ExternalProvider } from './routing/external-model';
export type { AddressedModelProps, AzureModelProps, ExternalModelProps } from './routing/external-model-props';
export { Guardrail } from './routing/guardrails/guardrail';
export type {
  CheckedGuardrail,
  ContentFilterProps,
  ContentPattern,
  GuardedSide,
  OwnGuardrailProps,
  ToolScopeProps,
} from './routing/guardrails/guardrail-props';
export type { RequestHop, RequestPass } from './routing/limits/request-pass';
export type { CircuitBreakerProps } from './routing/litellm/circuit-breaker';
export type { ClientKeyProps } from './routing/litellm/client-keys/client-key-props';
export type { BudgetProps, RouterTeamProps } from './routing/litellm/database/budget-props';
export type { ExistingRouterProps } from './routing/litellm/existing-router-props';
export type { RouterExtraConfigProps } from './routing/litellm/extra-config/extra-config';
export { LiteLLMRouter } from './routing/litellm/router';
export type { LiteLLMRouterProps } from './routing/litellm/router-props';
export type { OutsideClientProps, OutsideLoadProps } from './routing/outside-client-props';
export type { Route, RouteProps } from './routing/routes';
export type { VertexModelProps } from './routing/vertex-model-props';
export type { AdmissionAction, AdmissionPolicyProps } from './security/admission/admission-props';
export { CaBundle, type CaBundleProps } from './security/ca-bundle';
export type { ClusterDns } from './security/cluster-dns';
export type { FleetNamespace } from './security/fleet-namespace';
export type { Compliance, Tenancy } from './security/governance/governance';
export type { MeshProps } from './security/mesh/mesh-props';
export { Namespace } from './security/namespace';
export type { IpFamily } from './security/outside';
export { addLabels } from './security/own-labels/add-labels';
export type { NamespaceExtra, NamespaceQuotaProps, StrayResources } from './security/quota/namespace-quota-props';
export type { DataEdge, DataPlace, DataPlaceKind, DataSender } from './security/residency/data-place';
export type { IScraped } from './security/scraped';
export type { IService, ServiceEntry } from './security/service';
export type { ImageSignaturesProps, ImageSigner } from './security/signatures/signature-props';
export { type ClaimVolumeProps, type FilesVolumeProps, Volume, type VolumeProps } from './security/volume';
export type { IReachable, Workload } from './security/workload';
export {
  type AwsIdentityProps,
  type AzureIdentityProps,
  type GoogleIdentityProps,
  type OtherIdentityProps,
  WorkloadIdentity,
} from './security/workload-identity';
export { ExternalHost } from './services/external-host';
export type { ExternalHostProps } from './services/external-host-props';
export { ExternalSecret } from './services/external-secret/external-secret';
export type { ExternalSecretProps, ExternalSecretSpec, RemoteValueProps } from './services/external-secret/external-secret-props';
export { InternalService } from './services/internal-service';
export type { InternalServiceProps } from './services/internal-service-props';
export type { AddressPart, ServiceClientProps } from './services/service-env';
export type {
  ISessionStore,
  IStateStore,
  IStore,
  IVectorStore,
  ObservedBackups,
  ObservedPooler,
  ObservedStateStore,
  ObservedStore,
  ObservedVectorStore,
  ObservedVolumes,
  SessionUse,
  StoreKind,
} from './stores/contract';
export type { SessionClientProps } from './stores/session-client-props';
export { SessionStore } from './stores/session-store';
export type { Eviction, ExistingSessionStoreProps, SessionStoreProps } from './stores/session-store-props';
export type { StateArchiveProps, StateBackupsProps, StateRecoveryProps } from './stores/state-archive-props';
export type { StateDatabaseProps } from './stores/state-database-props';
export type { StatePooler } from './stores/state-pooler-props';
export { StateStore } from './stores/state-store';
export type { ExistingStateStoreProps, StateStoreProps } from './stores/state-store-props';
export { type GivenTlsProps, type IssuedTlsProps, StoreTls } from './stores/store-tls';
export { VectorStore } from './stores/vector-store';
export type { ExistingVectorStoreProps, VectorLoadProps, VectorStoreProps } from './stores/vector-store-props';
export type { ClusterIdentity, ClusterProviderPair } from './terraform/cluster-providers';
export { type CustomObject, CustomObjects } from './terraform/custom-objects';
export type { Startable } from './terraform/startable';
export type { JudgingCluster } from './terraform/synthesis/participants';
export type { ITracing, SpansOverGrpc } from './tracing/contract';
export type { TraceCollector } from './tracing/trace-collector';
export type { TraceDestination } from './tracing/trace-destination';
export { Tracing } from './tracing/tracing';
export type { ExistingTracingProps, LangSmithTracingProps, OtlpTracingProps, TracingProps } from './tracing/tracing-props';
