/** The rules of pods without GPUs and the nodes that they run on. */
import type { Rule } from '../../../core/rule';
import { type CpuLayer, cpuLayerFitsNodes } from './cpu-layer-fits-nodes';
import { cpuPodFitsNode, type PlacedCpuPods } from './cpu-pod-fits-node';

export const CPU_POD_ROOM_RULES: readonly Rule<PlacedCpuPods>[] = [cpuPodFitsNode];
export const CPU_LAYER_RULES: readonly Rule<CpuLayer>[] = [cpuLayerFitsNodes];
