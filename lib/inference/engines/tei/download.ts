/**
 * Brings a repository into a folder of its name with what the image has, a shell and curl. The engine is then told a folder: of a repository it would
 * ask the hub for every file that may be there and is not.
 */
import type { ServingBase } from '../adapter';
import { isRepository, pinned } from '../hub-download';

/** Arguments: folder, marker, repositories with their commits after an `@`. Every value is an argument, none becomes code. */
const PROGRAM = `
set -euo pipefail
folder=$1 marker=$2
shift 2
if [ -f "$marker" ]; then exit 0; fi
endpoint=\${HF_ENDPOINT:-https://huggingface.co}
ask() {
  if [ -n "\${HF_TOKEN:-}" ]; then
    curl -fsSL --retry 10 --retry-connrefused -K <(printf 'header = "Authorization: Bearer %s"\\n' "$HF_TOKEN") "$@"
  else
    curl -fsSL --retry 10 --retry-connrefused "$@"
  fi
}
bring() {
  target=$folder/$1/$3
  if [ -f "$target" ]; then return; fi
  mkdir -p "$(dirname "$target")"
  ask -C - -o "$target.part" "$endpoint/$1/resolve/$2/$3" || { rm -f "$target.part"; ask -o "$target.part" "$endpoint/$1/resolve/$2/$3"; }
  mv "$target.part" "$target"
}
for argument in "$@"; do
  repository=\${argument%%@*} revision=main
  case $argument in *@*) revision=\${argument#*@} ;; esac
  files=$(ask "$endpoint/api/models/$repository/revision/$revision" | grep -o '"rfilename" *: *"[^"]*"' | sed 's/.*"\\([^"]*\\)"$/\\1/')
  weights='^model.*[.]safetensors$'
  if ! grep -q "$weights" <<<"$files"; then weights='^pytorch_model.*[.]bin$'; fi
  while read -r file; do
    case $file in
      *..*|onnx/*|openvino/*) continue ;;
      *.json|*.txt|*.model|[0-9]_*/*) bring "$repository" "$revision" "$file" ;;
      *) if grep -q "$weights" <<<"$file"; then bring "$repository" "$revision" "$file"; fi ;;
    esac
  done <<<"$files"
done
mkdir -p "$(dirname "$marker")"
touch "$marker"
`.trim();

export const teiRepositories = ({ checkpoint }: Pick<ServingBase, 'checkpoint'>): string[] => [checkpoint].filter(isRepository);

export const teiDownload = (spec: ServingBase, folder: string, marker: string): string[] => [
  'bash',
  '-c',
  PROGRAM,
  'download',
  folder,
  `${folder}/${marker}`,
  ...pinned(teiRepositories(spec), spec),
];

/** The folder of a repository; a path is taken as it is. */
export const teiFolder = (checkpoint: string, weights: string): string =>
  isRepository(checkpoint) ? `${weights}/${checkpoint}` : checkpoint;
