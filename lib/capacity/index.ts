/** Capacity, pure: what a replica supplies, what a fleet demands, and whether the two meet. */

export { Engine } from '../catalog/engines/engine';
export { Gpu } from '../catalog/gpu';
export { Model } from '../catalog/model';
export type { Environment } from '../core/rule';
export { checkAlwaysThere } from './demand/always-there';
export { checkConversation } from './demand/check-conversation';
export { checkGrowth, type GrowthSurroundings } from './demand/check-growth';
export { checkPercentiles } from './demand/check-percentiles';
export {
  type ContextBound,
  type ContextGrowth,
  callsForStrategy,
  contextAfter,
  growthPerMinute,
  minutesToFull,
  plannedContext,
} from './demand/context-growth';
export { type ContextPercentiles, capOf, type SplitDemand, splitLongSessions } from './demand/context-percentiles';
export { type Conversations, type DayPlan, type HourOfDay, planConversations } from './demand/conversations';
export { type DayCurve, type DayCurveName, dayCurve, ownDayCurve } from './demand/day-curve';
export { Flow, type FlowNode, type RouteTarget } from './demand/flow';
export { type FrameworkProfile, frameworkProfile } from './demand/framework-profile';
export { checkRoles, type DemandPlan, planDemand, type RolePlan } from './demand/plan-demand';
export { tokensWithSharedPrefix } from './demand/prefix-sharing';
export { demandOfTokenRate, inFlight, type TokenRate } from './demand/request-rate';
export type { RequestRate, RoleDemand } from './demand/role-demand';
export type { ServedRole } from './demand/served-roles';
export { assumedTokens, type CallTokens, TOKEN_MULTIPLIERS, type TokenBudget, tokenBudget } from './demand/token-budget';
export {
  type EvaluatorLoopProps,
  type FlatTopologyProps,
  type HierarchicalTopologyProps,
  type PipelineTopologyProps,
  type RoleShare,
  type RoutingTopologyProps,
  Topology,
  type TopologyKind,
  type VotingTopologyProps,
} from './demand/topology';
export { type ConversationTraffic, sessionsAtPeak, type Traffic, trafficOf } from './demand/traffic';
export type { Accounting } from './engines/accounting';
export { type AccountedEngine, modelByAccounting } from './engines/by-accounting';
export type { EngineLimits, EngineModel, Told, Unsaid } from './engines/engine-model';
export type { MemoryShare } from './engines/memory-share';
export { engineModelIds, engineModelOf, engineToSize, registerEngineModel } from './engines/registry';
export { UNCOMPARED_LATENCY } from './engines/uncompared-latency';
export { checkTier } from './fit/check-tier';
export type { ClassifiedRole } from './fit/classified-pool';
export { judgePool } from './fit/judge';
export { checkClasses } from './fit/mixed-latency';
export { overTheDay, type PoolDay } from './fit/over-the-day';
export type { PoolInput } from './fit/pool-input';
export type { Margin, PoolVerdict, ThroughputBalance } from './fit/pool-verdict';
export { requestsInFlight } from './fit/requests-in-flight';
export { suggestSharing } from './fit/suggest-sharing';
export { checkShares, type GpuSharer, type GpuSharing, shareGpu } from './gpu-sharing';
export { gpusOfReplica } from './gpus-of-replica';
export { type HostMemory, hostMemory } from './host-memory';
export type { Admission, AdmittingPool } from './latency/admission';
export { checkLatency } from './latency/check-latency';
export { checkRoleLatency } from './latency/check-role';
export { checkWorkflowLatency } from './latency/check-workflow';
export type { LatencyTarget } from './latency/classes';
export { concurrencyWithin, type RequestLengths, type Saturation, type SaturationCause, saturation } from './latency/concurrency';
export type { EngineLatency, FirstTokenFormula, LatencyBand, Spread } from './latency/engine-latency';
export {
  estimateLatency,
  type LatencyContext,
  type LatencyEstimate,
  type LatencyRange,
  type MeasuredLatency,
} from './latency/estimate-latency';
export type { MeasuredServing } from './latency/measured-serving';
export type { RoleLatency, RoleRequest } from './latency/role-latency';
export type { Load, Unknown as UnknownLatency } from './latency/step-terms';
export { type BandedRate, type ReplicaThroughput, replicaThroughput, type SteadyLoad } from './latency/throughput';
export { HOP_MS, type StageLoad, type WorkflowLatency, workflowLatency } from './latency/workflow-latency';
export { isSlice, migSlice } from './mig-slice';
export type { KvLayout } from './model/kv-layout';
export type { ReplicaEngine } from './replica-engine';
export type { EstimatedTerms, ReplicaEstimate } from './replica-estimate';
export type {
  AdapterSlots,
  Drafter,
  KvCacheDtype,
  KvOffload,
  Quantization,
  RareKvCacheDtype,
  ReplicaSpec,
  SamplerKernel,
} from './replica-spec';
export type { MemoryTerm, ReplicaSupply, TermEvidence, TermId } from './replica-supply';
export { estimateReplica, sizeReplica } from './sized-replica';
export { type Startup, startupSeconds } from './startup-time';
export type { Verdict } from './verdict';
