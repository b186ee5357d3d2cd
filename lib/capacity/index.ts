/** Capacity, pure: what a replica supplies, what a fleet demands, and whether the two meet. */

export { Engine } from '../catalog/engines/engine';
export { Gpu } from '../catalog/gpu';
export type { HeldTargets, LatencyMetric, LatencyTargets, OwnTargets } from '../catalog/latency-targets';
export { Model } from '../catalog/model';
export type { Environment } from '../core/rule';
export { checkAlwaysThere, checkConversation, checkGrowth, checkPercentiles, demandOfTokenRate, planConversations } from './checked/demand';
export { engineModelOf, engineToSize, modelByAccounting, registerEngineModel } from './checked/engines';
export {
  checkLatency,
  checkRoleLatency,
  checkWorkflowLatency,
  concurrencyWithin,
  estimateLatency,
  inFlight,
  replicaThroughput,
  saturation,
  workflowLatency,
} from './checked/latency';
export { checkClasses, checkTier, overTheDay, requestsInFlight, suggestSharing } from './checked/pools';
export { checkShares, gpusOfReplica, isSlice, shareGpu } from './checked/replica';
export type { GrowthSurroundings } from './demand/check-growth';
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
export type { Conversations, DayPlan, HourOfDay } from './demand/conversations';
export { type DayCurve, type DayCurveName, dayCurve, ownDayCurve } from './demand/day-curve';
export { Flow, type FlowNode, type RouteTarget } from './demand/flow';
export { type FrameworkProfile, frameworkProfile } from './demand/framework-profile';
export { checkRoles, type DemandPlan, planDemand, type RolePlan } from './demand/plan-demand';
export { tokensWithSharedPrefix } from './demand/prefix-sharing';
export type { TokenRate } from './demand/request-rate';
export type { RequestRate, RoleDemand } from './demand/role-demand';
export type { ServedRole } from './demand/served-roles';
export { assumedTokens, type CallTokens, TOKEN_MULTIPLIERS, type TokenBudget, tokenBudget } from './demand/token-budget';
export {
  type EscalationTopologyProps,
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
export type { AccountedEngine } from './engines/by-accounting';
export type { EngineLimits, EngineModel, Told, Unsaid } from './engines/engine-model';
export type { MemoryShare } from './engines/memory-share';
export { engineModelIds } from './engines/registry';
export type { SplitFault } from './engines/split-fault';
export { UNCOMPARED_LATENCY } from './engines/uncompared-latency';
export type { ClassifiedRole } from './fit/classified-pool';
export { judgePool } from './fit/judge';
export type { PoolDay } from './fit/over-the-day';
export type { PoolInput } from './fit/pool-input';
export type { Margin, PoolVerdict, ThroughputBalance } from './fit/pool-verdict';
export type { GpuSharer, GpuSharing } from './gpu-sharing';
export type { GpuSpread } from './gpus-of-replica';
export { type HostMemory, hostMemory } from './host-memory';
export type { Admission, AdmittingPool } from './latency/admission';
export type { LatencyTarget } from './latency/classes';
export type { RequestLengths, Saturation, SaturationCause } from './latency/concurrency';
export type { EngineLatency, FirstTokenFormula, LatencyBand, Spread } from './latency/engine-latency';
export type { LatencyContext, LatencyEstimate, LatencyRange, MeasuredLatency } from './latency/estimate-latency';
export type { MeasuredServing } from './latency/measured-serving';
export type { RoleLatency, RoleRequest } from './latency/role-latency';
export type { Load, Unknown as UnknownLatency } from './latency/step-terms';
export type { BandedRate, ReplicaThroughput, SteadyLoad } from './latency/throughput';
export { HOP_MS, type StageLoad, type WorkflowLatency } from './latency/workflow-latency';
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
