/** Images of the stores until the catalog pins them. */
export const VALKEY_IMAGE = 'docker.io/valkey/valkey:9.1.1';
export const POSTGRES_IMAGE = 'ghcr.io/cloudnative-pg/postgresql:18.6-standard-trixie';
