/** AF-CPU-001: pods that compute nothing on a GPU shall not hold one. */
import { OPERATIONAL, type Rule } from '../../core/rule';

/** Variables of pods on CPU nodes, with what is written out of their values. */
export interface CpuPodVariables {
  readonly env: Readonly<Record<string, unknown>>;
}

/** With these a container runtime hands cards to a pod that has not asked for any. */
const HANDS_OUT = ['NVIDIA_VISIBLE_DEVICES', 'AMD_VISIBLE_DEVICES'];
const NOTHING: readonly unknown[] = ['void', 'none', ''];

export const cpuPodsWithoutGpu: Rule<CpuPodVariables> = {
  id: 'cpu-pods-without-gpu',
  code: 'AF-CPU-001',
  title: 'Agents or an MCP server take a GPU.',
  why: 'They compute nothing on it: a card that is paid by the hour is missing to the pools, and nothing counts it.',
  fix: 'Leave the variable out; models are served by pools.',
  severity: OPERATIONAL,
  check({ env }) {
    const taking = HANDS_OUT.filter((name) => env[name] !== undefined && !NOTHING.includes(env[name]));
    if (taking.length === 0) return 'compliant';
    return taking.map((name) => ({
      prop: `env.${name}`,
      value: env[name],
      allowed: "'void', or no such variable",
      message: `${name} hands the cards of the node to pods that asked for none`,
      repairs: [`env without ${name}`],
    }));
  },
};
