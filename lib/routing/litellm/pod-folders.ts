/** Where the files of LiteLLM lie in its pods, and as whom they run. */
export const CONFIG_FOLDER = '/etc/litellm';
export const WRITABLE = '/var/litellm';
/** User of the LiteLLM documentation for a read-only root (docs/proxy/prod, "Read-only File System"). */
export const RUN_AS = { user: 101, group: 101 };
export const ROUTER_PORT = 4000;

/** Prisma's cache stays in the image: an empty one would start a download. */
export function writableFolders(): Record<string, string> {
  return {
    LITELLM_NON_ROOT: 'true',
    LITELLM_UI_PATH: `${WRITABLE}/ui`,
    LITELLM_ASSETS_PATH: `${WRITABLE}/assets`,
    LITELLM_MIGRATION_DIR: `${WRITABLE}/migrations`,
    HOME: WRITABLE,
    XDG_CACHE_HOME: `${WRITABLE}/cache`,
  };
}
