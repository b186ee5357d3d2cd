/** AF-CLU-016: on OpenShift the namespace gives the users of pods. */
import type { Rule } from '../../core/rule';
import type { PodUsers } from '../../security/pod-users';

/** The user that the props of pods name, and who gives users on their cluster. */
export interface GivenUser {
  readonly runAsUser: number | undefined;
  readonly podUsers: PodUsers;
}

export const userOfCluster: Rule<GivenUser> = {
  id: 'user-of-cluster',
  code: 'AF-CLU-016',
  title: 'Pods name their user on a cluster that gives users itself.',
  why: 'The SCC restricted-v2 admits only users of the range of the namespace, so every pod would be refused.',
  fix: 'Leave runAsUser out, and build the image so that any user of group 0 can run it.',
  severity: 'error',
  check({ runAsUser, podUsers }) {
    if (runAsUser === undefined) return 'not-applicable';
    if (podUsers === 'of-image') return 'compliant';
    return [
      {
        prop: 'runAsUser',
        value: runAsUser,
        allowed: 'nothing: the namespace gives the user',
        message: `runAsUser is ${runAsUser}, but the cluster gives pods a user of the range of their namespace, and refuses any other`,
        repairs: ['remove runAsUser'],
      },
    ];
  },
};
