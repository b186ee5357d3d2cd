/** Scope and id of a construct, checked before the constructs library sees them: it would refuse some without a code, and change others silently. */
import { Construct } from 'constructs';
import type { SpecCode } from '../core/codes';
import { FleetSpecError } from '../core/fleet-error';
import { describeValue, shownValue } from '../core/shown-value';
import { isCollectionToken, isToken } from '../core/token';

/** Names that every object inherits: the constructs library takes them for used ids. */
const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));
const ALLOWED = 'a text that is not empty, without slashes and tokens';

/**
 * The id, where a construct of this id can stand in the scope.
 *
 * @throws FleetSpecError AF-SPEC-008 when the scope is no construct, AF-SPEC-001 when the id is none, AF-SPEC-003 when the scope has it already.
 */
export function constructId(scope: Construct, id: string, className: string): string {
  if (!isConstruct(scope))
    throw refused('AF-SPEC-008', describeValue(id), 'scope', scope, ALLOWED_SCOPE, `the scope of ${className} is ${describeValue(scope)}`, [
      example(className),
    ]);
  const path = [scope.node.path, typeof id === 'string' ? id : String(describeValue(id))].filter((part) => part !== '').join('/');
  const fault = faultOf(id);
  if (fault !== undefined) throw refused('AF-SPEC-001', path, 'id', id, ALLOWED, `the id of ${className} ${fault}`, [example(className)]);
  if (scope.node.tryFindChild(id) !== undefined) {
    const where = scope.node.path === '' ? 'the app' : scope.node.path;
    throw refused('AF-SPEC-003', path, 'id', id, `an id that ${where} does not have yet`, `${where} already has a construct "${id}"`, [
      `${called(className)}(scope, '${id}-2', …)`,
    ]);
  }
  return id;
}

/** An object that cannot be read is none. */
function isConstruct(scope: unknown): scope is Construct {
  try {
    return Construct.isConstruct(scope);
  } catch {
    return false;
  }
}

/** A class is made, and a factory is called. */
const called = (className: string): string => (className.includes('.') ? className : `new ${className}`);

const ALLOWED_SCOPE = 'a TerraformStack or a construct inside one';
const example = (className: string): string =>
  `${called(className)}(stack, '${EXAMPLES.get(className) ?? (className.endsWith('Router') ? 'router' : 'main')}', …)`;
const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ['InferencePool', 'planner'],
  ['AgentFleet', 'research'],
  ['AgentRuntime', 'agents'],
  ['TaskQueue.redisStream', 'tasks'],
  ['TaskQueue.rabbitMq', 'tasks'],
  ['SessionStore', 'sessions'],
  ['StateStore', 'state'],
  ['VectorStore', 'memory'],
  ['FleetPlatform', 'operators'],
  ['ObservabilityStack', 'observability'],
  ['FleetOutputs', 'outputs'],
]);

function faultOf(id: unknown): string | undefined {
  if (typeof id !== 'string') return `is ${describeValue(id)}`;
  if (id.trim() === '') return 'is empty';
  if (id.includes('/')) return `holds a slash, which the constructs library would replace: ${describeValue(id)}`;
  if (isToken(id) || isCollectionToken(id)) return 'is a Terraform token, whose value is not known at synthesis';
  return INHERITED.has(id) ? `is "${id}", a name that every object has already` : undefined;
}

function refused(
  code: SpecCode,
  path: string,
  prop: string,
  value: unknown,
  allowed: string,
  message: string,
  repairs: string[],
): FleetSpecError {
  return new FleetSpecError([{ code, severity: 'error', path, prop, value: shownValue(value), allowed, message, repairs }]);
}
