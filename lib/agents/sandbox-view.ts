/** A sandbox as its rules see it. */
import type { NodePool } from '../platform/node-pool';

export interface SandboxView {
  readonly name: string;
  readonly runtimeClass: string;
  /** Port that its program listens on. */
  readonly port: number;
  /** Of its cluster; empty where they were not declared. */
  readonly nodePools: readonly Pick<NodePool, 'name' | 'runtimeClasses' | 'podPidsLimit'>[];
  /** What the code may reach, with the variables that it reads. */
  readonly services: readonly { readonly kind: string; readonly env: Readonly<Record<string, unknown>> }[];
}

/** Node pools that have a RuntimeClass. */
export const sandboxNodes = <T extends Pick<NodePool, 'runtimeClasses'>>(pools: readonly T[], runtimeClass: string): T[] =>
  pools.filter(({ runtimeClasses = [] }) => runtimeClasses.includes(runtimeClass));
