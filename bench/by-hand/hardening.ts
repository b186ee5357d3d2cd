/** What every pod of the fleet repeats. */
export const containerSecurity = (user: number, group = user) => ({
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsUser: `${user}`,
  runAsGroup: `${group}`,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
});

export const podSecurity = (user: number, group = user) => ({
  fsGroup: `${group}`,
  fsGroupChangePolicy: 'OnRootMismatch',
  runAsUser: `${user}`,
  runAsGroup: `${group}`,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
});

export const nodeAffinity = (key: string, operator: string, value: string) => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerm: [{ matchExpressions: [{ key, operator, values: [value] }] }],
    },
  },
});

export const ON_CPU_NODES = nodeAffinity('nvidia.com/gpu.present', 'NotIn', 'true');

export const secretEnv = (name: string, secret: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: secret, key } } });

export const httpProbe = (path: string, periodSeconds: number, failureThreshold: number) => ({
  httpGet: { path, port: 'http', scheme: 'HTTP' },
  periodSeconds,
  failureThreshold,
  successThreshold: 1,
  timeoutSeconds: 5,
});

export const spread = (matchLabels: Readonly<Record<string, string>>) => [
  {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: [{ matchLabels }],
  },
];
