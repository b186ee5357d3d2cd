import type { YamlValue } from '../../core/yaml';

/** A part of Envoy by the name and the message type under which it is compiled in. */
export type EnvoyExtension = { readonly name: string; readonly typed_config: { readonly [key: string]: YamlValue | undefined } };

/** @param type message below `envoy.extensions` */
export function extension(name: string, type: string, config: Readonly<Record<string, YamlValue | undefined>> = {}): EnvoyExtension {
  return { name, typed_config: { '@type': `type.googleapis.com/envoy.extensions.${type}`, ...config } };
}
