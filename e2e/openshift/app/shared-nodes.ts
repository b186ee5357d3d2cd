/** How nodes ask the GPU operator that OpenShift has already to share their card: its administrators know this configuration by its name. */
export const SHARED_NODES = { labels: { 'nvidia.com/device-plugin.config': 'agent-fleet-time-slicing-2' } } as const;
