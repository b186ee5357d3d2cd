/** How each program of the control plane is started. Loopback only; short intervals, because people wait for the result. */
import * as path from 'node:path';

export interface Ports {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly api: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kwok: number;
}

export interface Layout {
  readonly folder: string;
  readonly pki: string;
  readonly ports: Ports;
}

/** No endpoint of a real network: TEST-NET-1. */
const ADVERTISED = '192.0.2.1';

export function etcdArgs({ folder, ports }: Layout): string[] {
  const client = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  return [
    '--name=e2e',
    `--data-dir=${path.join(folder, 'etcd')}`,
    // What is lost when the machine fails is thrown away anyway.
    '--unsafe-no-fsync',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=e2e=${peer}`,
    '--log-level=warn',
  ];
}

export function apiServerArgs({ pki, ports }: Layout): string[] {
  const issuer = 'https://kubernetes.default.svc.cluster.local';
  const at = (file: string) => path.join(pki, file);
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.api}`,
    `--advertise-address=${ADVERTISED}`,
    '--endpoint-reconciler-type=none',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--authorization-mode=Node,RBAC',
    `--client-ca-file=${at('ca.crt')}`,
    `--tls-cert-file=${at('apiserver.crt')}`,
    `--tls-private-key-file=${at('apiserver.key')}`,
    `--service-account-issuer=${issuer}`,
    `--api-audiences=${issuer}`,
    `--service-account-key-file=${at('service-accounts.pub')}`,
    `--service-account-signing-key-file=${at('service-accounts.key')}`,
    ...aggregationArgs(at),
    `--cert-dir=${pki}`,
    '--allow-privileged=true',
    '--enable-priority-and-fairness=false',
    '--event-ttl=6h',
  ];
}

/** The metrics adapter of KEDA is an aggregated API. */
function aggregationArgs(at: (file: string) => string): string[] {
  return [
    `--requestheader-client-ca-file=${at('front-ca.crt')}`,
    '--requestheader-allowed-names=front-proxy',
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    `--proxy-client-cert-file=${at('front-proxy.crt')}`,
    `--proxy-client-key-file=${at('front-proxy.key')}`,
  ];
}

export function controllerManagerArgs({ pki, ports }: Layout, kubeconfig: string): string[] {
  return [
    ...delegated(kubeconfig, ports.controllerManager),
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${path.join(pki, 'service-accounts.key')}`,
    `--root-ca-file=${path.join(pki, 'ca.crt')}`,
    '--allocate-node-cidrs=false',
    '--horizontal-pod-autoscaler-sync-period=5s',
    '--horizontal-pod-autoscaler-downscale-stabilization=15s',
    '--kube-api-qps=200',
    '--kube-api-burst=300',
    `--cert-dir=${pki}`,
  ];
}

export function schedulerArgs({ pki, ports }: Layout, kubeconfig: string): string[] {
  return [...delegated(kubeconfig, ports.scheduler), `--cert-dir=${pki}`];
}

export function kwokArgs({ ports }: Layout, kubeconfig: string): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    `--config=${path.join(__dirname, 'stages.yaml')}`,
    '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
    '--node-lease-duration-seconds=40',
    '--node-ip=192.0.2.10',
    '--cidr=10.244.0.0/16',
    `--server-address=127.0.0.1:${ports.kwok}`,
  ];
}

function delegated(kubeconfig: string, port: number): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    '--leader-elect=false',
  ];
}
