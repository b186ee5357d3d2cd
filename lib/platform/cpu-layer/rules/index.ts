/** The rules of pods without GPUs and the nodes that they run on. */
import type { Rule } from '../../../core/rule';
import type { ChosenNodes } from '../named-pools';
import type { PlacedCpuPods } from '../placed-pods';
import type { TaintedNodes } from '../tainted-nodes';
import { chosenNodesSelected } from './chosen-nodes-selected';
import { chosenNodesThere } from './chosen-nodes-there';
import { type CpuLayer, cpuLayerFitsNodes } from './cpu-layer-fits-nodes';
import { cpuPodFitsNode } from './cpu-pod-fits-node';
import { cpuPodHasNodes } from './cpu-pod-has-nodes';
import { dataOnStayingNodes } from './data-on-staying-nodes';
import { graceWithinSpotNotice } from './grace-within-spot-notice';
import { taintTolerated } from './taint-tolerated';

export const CPU_POD_ROOM_RULES: readonly Rule<PlacedCpuPods>[] = [cpuPodFitsNode];
/** Where pods are placed, whatever their size. */
export const CPU_POD_PLACE_RULES: readonly Rule<PlacedCpuPods>[] = [cpuPodHasNodes, dataOnStayingNodes, graceWithinSpotNotice];
export const CPU_LAYER_RULES: readonly Rule<CpuLayer>[] = [cpuLayerFitsNodes];
export const CHOSEN_NODE_RULES: readonly Rule<ChosenNodes>[] = [chosenNodesThere, chosenNodesSelected];
export const TAINTED_NODE_RULES: readonly Rule<TaintedNodes>[] = [taintTolerated];
