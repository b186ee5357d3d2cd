/** AF-SEC-012: a mesh encrypts what pods of its namespaces send, and the label of a namespace of others is theirs. */
import { OPERATIONAL, type Rule } from '../../core/rule';

/** A namespace with pods of ours on a cluster, as its mesh sees it. */
export interface JoiningNamespace {
  readonly name: string;
  /** The cluster has a mesh. */
  readonly hasMesh: boolean;
  /** The library makes the namespace, or the user says that it is in the mesh. */
  readonly isJoined: boolean;
}

export const meshJoined: Rule<JoiningNamespace> = {
  id: 'mesh-joined',
  code: 'AF-SEC-012',
  title: 'A namespace that somebody else makes is not said to be in the mesh of its cluster.',
  why: 'Pods outside of the mesh are closed to those inside, whose network policies open the port of its tunnel alone, and nothing that they send is encrypted.',
  fix: 'Label the namespace, and name it in mesh.namespaces of the cluster.',
  severity: OPERATIONAL,
  uncertain: true,
  check({ name, hasMesh, isJoined }) {
    if (!hasMesh) return 'not-applicable';
    if (isJoined) return 'compliant';
    return [
      {
        prop: 'namespace',
        value: name,
        allowed: 'a namespace that the library makes, or one of mesh.namespaces',
        message: `namespace ${name} exists already, and nobody says that it has the label istio.io/dataplane-mode=ambient`,
        repairs: [
          `kubectl label namespace ${name} istio.io/dataplane-mode=ambient, and mesh: { dataplane: 'istio-ambient', namespaces: ['${name}'] } on the Cluster`,
        ],
      },
    ];
  },
};
