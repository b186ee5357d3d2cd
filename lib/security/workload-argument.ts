/** The pods that a service is told to admit. */
import { Construct } from 'constructs';
import { type ArgumentRule, thingRule } from '../core/method-arguments';

function isWorkload(value: unknown): boolean {
  const { owner, name, namespace, selector } = value as Record<string, unknown>;
  const { name: inNamespace } = namespace as Record<string, unknown>;
  return Construct.isConstruct(owner) && typeof name === 'string' && typeof inNamespace === 'string' && typeof selector === 'object';
}

const rule = (name: string): readonly ArgumentRule[] => [
  thingRule(name, isWorkload, 'the workload of a construct, with its owner, name, namespace and selector', 'runtime.workload'),
];

export const CLIENT_ARGUMENT = rule('client');
export const ROUTER_ARGUMENT = rule('router');
export const WORKLOAD_ARGUMENT = rule('workload');
