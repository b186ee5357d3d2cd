/** The rules of where a pool runs and from what, in the order in which findings are printed. */
import type { Rule } from '../../core/rule';
import type { Competition } from '../competition';
import type { CutCard } from '../cut-card';
import type { GpuTenant } from '../gpu-tenant';
import type { JudgedChoice } from '../judged-choice';
import type { LeadingVariable } from '../leading-variable';
import type { LoadedModels } from '../loadable-models';
import type { NamedClass } from '../named-class';
import type { OfferedGpu } from '../offered-gpu';
import type { PoolView } from '../pool-view';
import type { PriorityRivals } from '../priority-rivals';
import type { SharedCard } from '../shared-card';
import type { NodeLife, StartedNode } from '../started-node';
import type { StreamingPods } from '../streaming-pods';
import { aliasesAnswered } from './aliases-answered';
import { awaitedGoesFirst } from './awaited-goes-first';
import { backgroundGivesWay } from './background-gives-way';
import { backgroundOnSpot } from './background-on-spot';
import { backgroundTakesNothing } from './background-takes-nothing';
import { burstReached } from './burst-reached';
import { cardsHandedOutAlike } from './cards-handed-out-alike';
import { chatTemplateFound } from './chat-template-found';
import { checkpointAsPlanned } from './checkpoint-as-planned';
import { chosenGpuFound } from './chosen-gpu-found';
import { claimHoldsWeights } from './claim-holds-weights';
import { claimMountsEverywhere } from './claim-mounts-everywhere';
import { claimSizeKnown } from './claim-size-known';
import { claimWritable } from './claim-writable';
import { contextAsPlanned } from './context-as-planned';
import { diskHoldsWeights } from './disk-holds-weights';
import { downloadReached } from './download-reached';
import { drafterAsPlanned } from './drafter-as-planned';
import { drafterLoadable } from './drafter-loadable';
import { engineBesideOthers } from './engine-beside-others';
import { engineCanServe } from './engine-can-serve';
import { engineForEnvironment } from './engine-for-environment';
import { engineHasAdapter, type ServedEngine } from './engine-has-adapter';
import { engineMaintained } from './engine-maintained';
import { engineObserved } from './engine-observed';
import { engineSpansNodes } from './engine-spans-nodes';
import { floorApart } from './floor-apart';
import { floorOnStayingNodes } from './floor-on-staying-nodes';
import { gpuLabelKnown } from './gpu-label-known';
import { gpuOperatorThere } from './gpu-operator-there';
import { gpusOfCluster } from './gpus-of-cluster';
import { gpusUsed } from './gpus-used';
import { healthProbed } from './health-probed';
import { imageForGpu } from './image-for-gpu';
import { imageRunsAsUser } from './image-runs-as-user';
import { interruptedWorkKept } from './interrupted-work-kept';
import { layoutsKnown } from './layouts-known';
import { lockedGpuCheapest } from './locked-gpu-cheapest';
import { lockedGpuFits } from './locked-gpu-fits';
import { memoryShareRead } from './memory-share-read';
import { modelLoadable } from './model-loadable';
import { namedClassesAgree } from './named-classes-agree';
import { nodeOutlivesReplica } from './node-outlives-replica';
import { nodesCarryGpu } from './nodes-carry-gpu';
import { nodesJoined } from './nodes-joined';
import { nodesStartFromZero } from './nodes-start-from-zero';
import { nodesStartedForPriority } from './nodes-started-for-priority';
import { onDemandNeeded } from './on-demand-needed';
import { oneDriverForCards } from './one-driver-for-cards';
import { parsersComplete } from './parsers-complete';
import { parsersPresent } from './parsers-present';
import { partsUsed } from './parts-used';
import { podFitsNode } from './pod-fits-node';
import { podsFitNodes } from './pods-fit-nodes';
import { prefixesCached } from './prefixes-cached';
import { promptsKept } from './prompts-kept';
import { reasoningParsed } from './reasoning-parsed';
import { replicaInNode } from './replica-in-node';
import { replicasPlaceable } from './replicas-placeable';
import { reservationMeasured } from './reservation-measured';
import { revisionsUsed } from './revisions-used';
import { scaledWeightsCached } from './scaled-weights-cached';
import { scalingBoundsWhole } from './scaling-bounds-whole';
import { shapeKept } from './shape-kept';
import { shareWithinPart } from './share-within-part';
import { sharersIsolated } from './sharers-isolated';
import { sharersOneUser } from './sharers-one-user';
import { slicesOnNodes } from './slices-on-nodes';
import { slicesUsed } from './slices-used';
import { spotCheaper } from './spot-cheaper';
import { stagesJoined } from './stages-joined';
import { startsBeforeOverload } from './starts-before-overload';
import { storePastProxy } from './store-past-proxy';
import { storeSigned } from './store-signed';
import { thoughtsBeforeShape } from './thoughts-before-shape';
import { tokenForGated } from './token-for-gated';
import { tokenUsed } from './token-used';
import { toolsParsed } from './tools-parsed';
import { variablesFree } from './variables-free';

export const DEPLOYMENT_RULES: readonly Rule<PoolView>[] = [
  engineForEnvironment,
  engineMaintained,
  engineObserved,
  claimMountsEverywhere,
  claimWritable,
  nodesCarryGpu,
  gpuLabelKnown,
  nodesStartFromZero,
  replicaInNode,
  podFitsNode,
  nodesJoined,
  stagesJoined,
  slicesOnNodes,
  cardsHandedOutAlike,
  imageForGpu,
  imageRunsAsUser,
  memoryShareRead,
  engineBesideOthers,
  startsBeforeOverload,
  scaledWeightsCached,
  floorOnStayingNodes,
  burstReached,
  floorApart,
  nodesStartedForPriority,
  backgroundTakesNothing,
  reservationMeasured,
];

/** The rules of where anything with GPUs runs, pool or not. */
export const TENANT_RULES: readonly Rule<GpuTenant>[] = [
  nodesCarryGpu,
  gpuLabelKnown,
  nodesStartFromZero,
  replicaInNode,
  podFitsNode,
  slicesOnNodes,
  cardsHandedOutAlike,
  nodesStartedForPriority,
  spotCheaper,
  scalingBoundsWhole,
];

/** The rules of what a pool asks of its engine: prompts, variables, tokens, claims, parsers. */
export const SERVING_RULES: readonly Rule<PoolView>[] = [
  scalingBoundsWhole,
  promptsKept,
  prefixesCached,
  toolsParsed,
  aliasesAnswered,
  revisionsUsed,
  reasoningParsed,
  shapeKept,
  thoughtsBeforeShape,
  variablesFree,
  parsersComplete,
  parsersPresent,
  chatTemplateFound,
  claimSizeKnown,
  claimHoldsWeights,
  tokenUsed,
  tokenForGated,
  healthProbed,
  contextAsPlanned,
];

/** The rules of the names of what is loaded. */
export const LOADED_RULES: readonly Rule<LoadedModels>[] = [modelLoadable, drafterLoadable];

/** The rules of pools that compete for nodes. */
export const COMPETITION_RULES: readonly Rule<Competition>[] = [gpusOfCluster, replicasPlaceable, podsFitNodes];

/** The rules of whose pods keep their GPU where nodes are short. */
export const PRIORITY_RULES: readonly Rule<PriorityRivals>[] = [backgroundGivesWay, awaitedGoesFirst, interruptedWorkKept];

/** The rules of priority classes that the cluster has. */
export const NAMED_CLASS_RULES: readonly Rule<NamedClass>[] = [namedClassesAgree];

/** The rules of engines that share a card; what they take of it together is AF-CAP-006. */
export const SHARED_CARD_RULES: readonly Rule<SharedCard>[] = [shareWithinPart, sharersOneUser, sharersIsolated, partsUsed];

/** The rules of cards that are cut into slices. */
export const CUT_CARD_RULES: readonly Rule<CutCard>[] = [slicesUsed];

/** The rules of nodes that Karpenter starts for a pool. */
export const STARTED_NODE_RULES: readonly Rule<StartedNode>[] = [diskHoldsWeights];

/** The rules of how long such nodes stay. */
export const NODE_LIFE_RULES: readonly Rule<NodeLife>[] = [nodeOutlivesReplica];

/** The rules of what a platform offers to a pool. */
export const OFFERED_GPU_RULES: readonly Rule<OfferedGpu>[] = [gpuOperatorThere, layoutsKnown, oneDriverForCards];

/** The rules of what a pool asks and its engine, or the weights that it loads, cannot give. */
export const ENGINE_RULES: readonly Rule<PoolView>[] = [engineCanServe, engineSpansNodes, checkpointAsPlanned, drafterAsPlanned];

/** The rules of whether a pool can become a container at all. */
export const ADAPTER_RULES: readonly Rule<ServedEngine>[] = [engineHasAdapter];

/** The rules of what a pool costs: how its GPUs are bought and how much of them is used. */
export const MONEY_RULES: readonly Rule<PoolView>[] = [onDemandNeeded, backgroundOnSpot, spotCheaper, gpusUsed];

/** The rules of pools that choose their GPU. */
export const CHOICE_RULES: readonly Rule<JudgedChoice>[] = [chosenGpuFound, lockedGpuFits, lockedGpuCheapest];

/** The rules of pods that stream their weights from an object store. */
export const DOWNLOAD_RULES: readonly Rule<readonly LeadingVariable[]>[] = [downloadReached];
export const STREAM_RULES: readonly Rule<StreamingPods>[] = [storeSigned, storePastProxy];
