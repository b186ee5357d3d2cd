/**
 * Who chooses the users that pods run as: the images, whose ids the pods name, or the namespace, from whose range the admission of the cluster takes them
 * (OpenShift: pods that name ids of their own are refused).
 */
export type PodUsers = 'of-image' | 'of-namespace';

/** Where pods run, as their ids see it. */
export interface UserRealm {
  readonly podUsers: PodUsers;
}
