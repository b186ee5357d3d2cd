/** The two programs of a pool of Ollama: one fetches the file with the engine's own client, the other serves it, loaded from the start. */
import { GGUF, isGguf } from '../../../catalog/gguf';
import type { ServingBase } from '../adapter';
import { isRepository } from '../hub-download';

/** Arguments: folder, marker, name that clients send, sources. */
const DOWNLOAD = `
set -eu
export OLLAMA_MODELS=$1
marker=$2 name=$3
shift 3
if [ -f "$marker" ]; then exit 0; fi
export OLLAMA_HOST=127.0.0.1:11434
ollama serve & server=$!
until ollama list >/dev/null 2>&1; do kill -0 "$server"; sleep 1; done
for source in "$@"; do
  ollama pull "$source"
  ollama cp "$source" "$name"
done
kill "$server"
mkdir -p "$(dirname "$marker")"
touch "$marker"
`.trim();

/** Is there once the model is loaded. A folder outlives its container, so each start takes it away. */
const WARM = '/tmp/warm';

/** Arguments: name that clients send, source, requests at once. The model is loaded before anybody asks and stays. */
const SERVE = `
set -eu
rm -f ${WARM}
OLLAMA_NUM_PARALLEL=$3 ollama serve & server=$!
trap 'kill -TERM "$server"' TERM INT
until ollama list >/dev/null 2>&1; do kill -0 "$server"; sleep 1; done
ollama show "$1" >/dev/null 2>&1 || ollama cp "$2" "$1"
ollama run "$1" "" </dev/null >/dev/null
touch ${WARM}
wait "$server" || wait "$server"
`.trim();

/** How the engine calls the file: a name of its own library as it is, a repository of the hub with the scheme as its tag. */
export function ollamaSource({ checkpoint, replica: { quantization } }: Pick<ServingBase, 'checkpoint' | 'replica'>): string {
  return isRepository(checkpoint) && isGguf(quantization) ? `hf.co/${checkpoint}:${GGUF[quantization].tag}` : checkpoint;
}

export function ollamaDownload(spec: ServingBase, folder: string, marker: string): string[] {
  return ['sh', '-c', DOWNLOAD, 'download', folder, `${folder}/${marker}`, spec.servedName, ollamaSource(spec)];
}

export const OLLAMA_COMMAND: readonly string[] = ['sh', '-c', SERVE, 'serve'];

/** The server answers `/api/version` while it loads. */
export const OLLAMA_IS_WARM: readonly string[] = ['test', '-f', WARM];
