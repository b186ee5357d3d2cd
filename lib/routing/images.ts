/** Image of the router until the catalog pins it. */
export const LITELLM_IMAGE = 'ghcr.io/berriai/litellm-non_root:v1.108.12';
