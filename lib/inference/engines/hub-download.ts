/**
 * Brings repositories of the Hugging Face hub into a folder with the library that the images of the engines have. Formats that no engine
 * reads stay away, as they do when an engine downloads by itself; code that a configuration names in another repository comes along.
 */
import { z } from 'zod';
import { parseArgs } from '../../catalog/engines/parse-args';
import { checkArguments } from '../../core/checked';
import { freeText } from '../../core/notion';
import { own } from '../../core/own';
import type { ServingBase } from './adapter';

/** Weights in other formats, and the same weights once more. */
const OTHER_FORMATS = ['original/*', 'metal/*', '*.gguf', '*.onnx', '*.onnx_data', '*.h5', '*.msgpack', '*.pth', '*.ckpt', '*.tflite'];

/** Formats before safetensors; wanted only where a repository has nothing else. */
const OLDER_FORMATS = ['*.bin', '*.pt'];

/** Vocabulary that the library of gpt-oss (openai/harmony) otherwise fetches when the engine starts (vllm issue 22525, harmony issue 95). */
const VOCABULARY_FOLDER = 'vocabulary';
const VOCABULARY_URLS = ['o200k_base', 'cl100k_base'].map(
  (name) => `https://openaipublic.blob.core.windows.net/encodings/${name}.tiktoken`,
);

/**
 * Arguments: folder, marker, whether the vocabulary is wanted, repositories with their commits after an `@`. Every value is an argument, none becomes code.
 * Engines look for the branch `main`, so that is what a pinned commit is called in the folder. With VERIFY_CHECKSUMS every large file is read once more.
 */
const PROGRAM = `
import hashlib, json, os, pathlib, sys, urllib.request
from huggingface_hub import HfApi, snapshot_download

folder, marker, vocabulary = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3] == "yes"
if marker.exists():
    sys.exit(0)
other, older = ${JSON.stringify(OTHER_FORMATS)}, ${JSON.stringify(OLDER_FORMATS)}
def digest(path):
    total = hashlib.sha256()
    with open(path, "rb") as data:
        while block := data.read(1 << 24):
            total.update(block)
    return total.hexdigest()
def verify(repository, commit, path):
    for file in HfApi().model_info(repository, revision=commit, files_metadata=True).siblings:
        lfs, target = file.lfs, path / file.rfilename
        if lfs is None or not target.exists():
            continue
        expected = lfs["sha256"] if isinstance(lfs, dict) else lfs.sha256
        if digest(target) != expected:
            target.resolve().unlink()
            target.unlink(missing_ok=True)
            sys.exit(f"{repository}: {file.rfilename} is not what the hub says it is; it is brought again")
for argument in sys.argv[4:]:
    repository, _, commit = argument.partition("@")
    commit = commit or None
    files = HfApi().list_repo_files(repository, revision=commit)
    newer = any(name.endswith(".safetensors") for name in files)
    path = pathlib.Path(snapshot_download(repository, revision=commit, ignore_patterns=other + (older if newer else [])))
    if os.environ.get("VERIFY_CHECKSUMS") == "yes":
        verify(repository, commit, path)
    if commit:
        (path.parent.parent / "refs").mkdir(exist_ok=True)
        (path.parent.parent / "refs" / "main").write_text(commit)
    config = json.loads((path / "config.json").read_text()) if (path / "config.json").exists() else {}
    named = [one for value in config.get("auto_map", {}).values() for one in (value if isinstance(value, list) else [value])]
    for source in sorted({one.split("--")[0] for one in named if one and "--" in one}):
        snapshot_download(source, allow_patterns=["*.py", "*.json"])
if vocabulary:
    (folder / "${VOCABULARY_FOLDER}").mkdir(parents=True, exist_ok=True)
    for url in ${JSON.stringify(VOCABULARY_URLS)}:
        urllib.request.urlretrieve(url, folder / "${VOCABULARY_FOLDER}" / url.rsplit("/", 1)[1])
marker.parent.mkdir(parents=True, exist_ok=True)
marker.touch()
`.trim();

export interface HubDownload {
  /** Folder of the weights. */
  readonly folder: string;
  /** File that is written last. */
  readonly marker: string;
  readonly repositories: readonly string[];
  /** The model speaks harmony and needs its vocabulary. */
  readonly vocabulary: boolean;
}

const argument = freeText('an argument of the download program, which reads it as data');
const downloadSchema = z.looseObject({
  folder: argument,
  marker: argument,
  repositories: z.array(argument),
  vocabulary: z.boolean(),
});

/**
 * Command of a container that ends when everything is there.
 *
 * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
 */
export function hubDownload(download: HubDownload): string[] {
  checkArguments('hubDownload', { download: downloadSchema }, { download });
  const { folder, marker, repositories, vocabulary } = download;
  return ['python3', '-c', PROGRAM, folder, marker, vocabulary ? 'yes' : 'no', ...repositories];
}

/** Repositories as the download is told them: `owner/name`, and the commit after an `@` where one is pinned. */
export const pinned = (repositories: readonly string[], { revisions = {} }: Pick<ServingBase, 'revisions'>): string[] =>
  repositories.map((repository) => {
    const commit = own(revisions, repository);
    return commit === undefined ? repository : `${repository}@${commit}`;
  });

/** `owner/name` is a repository of the hub; a path begins with a slash or a dot. */
export const isRepository = (checkpoint: string): boolean =>
  typeof checkpoint === 'string' && /^[A-Za-z0-9][\w.-]*\/[\w.-]+$/.test(checkpoint);

/** Repositories that arguments of the user name: `--tokenizer org/name`, `--lora-modules sql=org/name`. The engine itself loads nothing from the hub. */
export function namedRepositories(extraArgs: readonly string[], flags: readonly string[]): string[] {
  return parseArgs(extraArgs)
    .flags.filter(({ name }) => flags.includes(name))
    .flatMap(({ values }) => values.map((value) => value.replace(/^[\w.-]+=/, '')));
}

/** Models of OpenAI are prompted through openai/harmony, which has its own vocabulary. Engines call its parser by names of their own. */
export const speaksHarmony = ({ replica }: Pick<ServingBase, 'replica'>, parser: string): boolean =>
  replica.engine.parsersOf(replica.model.facts).reasoning === parser;

export const vocabularyFolder = (weights: string): string => `${weights}/${VOCABULARY_FOLDER}`;
