/** Volumes as provider 2.38 sends them (structures_pod.go). Sources that no current cluster offers any more are not known here. */
import {
  asBlocks,
  block,
  blocks,
  type Field,
  flag,
  named,
  octal,
  quantity,
  readBlock,
  sentFlag,
  sentText,
  sentWhole,
  type Table,
  text,
  textMap,
} from '../field';
import { claimSpec } from './claim';
import { fieldRef, keyPaths, resourceFieldRef } from './container';
import { templateMetadata } from './metadata';

const downwardItems = blocks(undefined, { field_ref: fieldRef, mode: octal(), path: text(), resource_field_ref: resourceFieldRef });
const localSecret = block({ name: text(), namespace: text() });

const projection = { items: keyPaths, name: text(), optional: sentFlag() };

const PROJECTED_SOURCE: Table = {
  secret: blocks(undefined, projection),
  config_map: blocks(undefined, projection),
  downward_api: blocks('downwardAPI', { items: downwardItems }),
  service_account_token: blocks(undefined, { audience: text(), expiration_seconds: sentWhole(3600), path: text() }),
};

/** One `sources` block may hold several sources of each sort; the API has one source per entry. */
const projectedSources: Field = {
  read: (value, at) =>
    asBlocks(value, at)
      .map((given, index) => readBlock(PROJECTED_SOURCE, given, `${at}[${index}]`))
      .flatMap((sorts) => Object.entries(sorts).flatMap(([sort, sources]) => (sources as unknown[]).map((source) => ({ [sort]: source })))),
};

export const VOLUME: Table = {
  name: text(),
  config_map: block({ default_mode: octal('0644'), items: keyPaths, name: text(), optional: sentFlag() }),
  secret: block({ default_mode: octal('0644'), items: keyPaths, optional: sentFlag(), secret_name: text() }),
  empty_dir: block({ medium: text(), size_limit: quantity() }),
  persistent_volume_claim: block({ claim_name: text(), read_only: flag() }),
  host_path: block({ path: text(), type: sentText() }),
  nfs: block({ path: text(), server: text(), read_only: flag() }),
  downward_api: named('downwardAPI', block({ default_mode: octal('0644'), items: downwardItems })),
  projected: block({ default_mode: octal('0644'), sources: projectedSources }),
  csi: block({
    driver: text(),
    fs_type: sentText(),
    node_publish_secret_ref: localSecret,
    read_only: sentFlag(),
    volume_attributes: textMap,
  }),
  ephemeral: block({ volume_claim_template: block({ metadata: templateMetadata, spec: claimSpec }) }),
};
