import { FleetSpecError } from '../../core/fleet-error';
import { shownValue } from '../../core/shown-value';

/** @param declared scopes of the server */
export function unknownScope(path: string, name: string, declared: readonly string[]): FleetSpecError {
  const none = "none: toolScopes: { readers: { allowedTools: ['find'], port: 8101 } } declares one";
  return new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path,
      prop: 'toolScopes',
      value: shownValue(name),
      allowed: declared.length === 0 ? none : declared.join(', '),
      message: 'the server has no such scope',
      repairs: declared.length === 0 ? ["toolScopes: { readers: { allowedTools: ['find'], port: 8101 } }"] : [`scope('${declared[0]}')`],
    },
  ]);
}
