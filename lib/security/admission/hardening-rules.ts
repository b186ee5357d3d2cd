/** The pods of a fleet are restricted, whatever the labels of their namespace say meanwhile (Pod Security "restricted" of Kubernetes 1.34). */
import { absentOr, all, any, celValue, hasField, type Validation, validation } from './cel';

const POD = 'object.spec';
const VOLUMES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'];

const everyContainer = (test: (context: string) => string): string =>
  `variables.containers.all(c, has(c.securityContext) && (${test('c.securityContext')}))`;

/** Set on the pod, and not undone by a container, or set on every container. */
function podOrContainers(field: string, test: (value: string) => string): string {
  const ofPod = `has(${POD}.securityContext) && (${hasField(`${POD}.securityContext`, field, test)})`;
  const undone = `variables.containers.all(c, !has(c.securityContext) || (${absentOr('c.securityContext', field, test)}))`;
  return any(
    all(ofPod, undone),
    everyContainer((context) => hasField(context, field, test)),
  );
}

const isTrue = (value: string): string => value;
const isFalse = (value: string): string => `!${value}`;
const seccomp = (value: string): string => `${value}.type in ${celValue(['RuntimeDefault', 'Localhost'])}`;

export const HARDENING_RULES: readonly Validation[] = [
  validation(
    'a pod shares no namespace of its host',
    all(...['hostNetwork', 'hostPID', 'hostIPC'].map((field) => absentOr(POD, field, isFalse))),
  ),
  validation(
    'no container is privileged',
    everyContainer((context) => absentOr(context, 'privileged', isFalse)),
  ),
  validation(
    'no container may gain privileges: allowPrivilegeEscalation is false',
    everyContainer((context) => hasField(context, 'allowPrivilegeEscalation', isFalse)),
  ),
  validation(
    'every container drops all capabilities',
    everyContainer((context) =>
      hasField(context, 'capabilities', (capabilities) =>
        all(
          hasField(capabilities, 'drop', (drop) => `'ALL' in ${drop}`),
          absentOr(capabilities, 'add', (add) => `${add}.all(one, one == 'NET_BIND_SERVICE')`),
        ),
      ),
    ),
  ),
  validation('no container runs as root: runAsNonRoot is true', podOrContainers('runAsNonRoot', isTrue)),
  validation('every container has the seccomp profile of its runtime', podOrContainers('seccompProfile', seccomp)),
  validation(
    'a volume is of a kind that reaches nothing of its node',
    absentOr(POD, 'volumes', (volumes) => `${volumes}.all(v, ${VOLUMES.map((kind) => `has(v.${kind})`).join(' || ')})`),
  ),
  validation(
    'the scheduler places every pod',
    any(
      `request.operation != 'CREATE'`,
      absentOr(POD, 'nodeName', (name) => `${name} == ''`),
    ),
  ),
];
