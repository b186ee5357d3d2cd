/**
 * The two programs that bring repositories of the hub with the library that the images of the engines have. Arguments: folder, marker, whether the vocabulary is
 * wanted, repositories with their commits after an `@`. Every value is an argument, none becomes code. Engines look for the branch `main`, so that is what a
 * commit is called in the folder. With VERIFY_CHECKSUMS every large file is read once more.
 */

/** Weights in other formats, and the same weights once more. */
const OTHER_FORMATS = ['original/*', 'metal/*', '*.gguf', '*.onnx', '*.onnx_data', '*.h5', '*.msgpack', '*.pth', '*.ckpt', '*.tflite'];

/** Formats before safetensors; wanted only where a repository has nothing else. */
const OLDER_FORMATS = ['*.bin', '*.pt'];

/** Vocabulary that the library of gpt-oss (openai/harmony) otherwise fetches when the engine starts (vllm issue 22525, harmony issue 95). */
export const VOCABULARY_FOLDER = 'vocabulary';
const VOCABULARY_URLS = ['o200k_base', 'cl100k_base'].map(
  (name) => `https://openaipublic.blob.core.windows.net/encodings/${name}.tiktoken`,
);

const CHECKSUMS = `
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
`.trim();

/** A repository at a commit, in a block. */
const FILES = `
    files = HfApi().list_repo_files(repository, revision=commit)
    newer = any(name.endswith(".safetensors") for name in files)
    path = pathlib.Path(snapshot_download(repository, revision=commit, ignore_patterns=other + (older if newer else [])))
    if os.environ.get("VERIFY_CHECKSUMS") == "yes":
        verify(repository, commit, path)
`.slice(1, -1);

/** Code of other repositories that its configuration names, in a block. */
const CODE = `
    config = json.loads((path / "config.json").read_text()) if (path / "config.json").exists() else {}
    named = [one for value in config.get("auto_map", {}).values() for one in (value if isinstance(value, list) else [value])]
    for source in sorted({one.split("--")[0] for one in named if one and "--" in one}):
        snapshot_download(source, allow_patterns=["*.py", "*.json"])
`.slice(1, -1);

/** All that a pool needs. */
export const WHOLE_PROGRAM = `
import hashlib, json, os, pathlib, sys, urllib.request
from huggingface_hub import HfApi, snapshot_download

folder, marker, vocabulary = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3] == "yes"
if marker.exists():
    sys.exit(0)
${CHECKSUMS}
for argument in sys.argv[4:]:
    repository, _, commit = argument.partition("@")
    commit = commit or None
${FILES}
    if commit:
        (path.parent.parent / "refs").mkdir(exist_ok=True)
        (path.parent.parent / "refs" / "main").write_text(commit)
${CODE}
if vocabulary:
    (folder / "${VOCABULARY_FOLDER}").mkdir(parents=True, exist_ok=True)
    for url in ${JSON.stringify(VOCABULARY_URLS)}:
        urllib.request.urlretrieve(url, folder / "${VOCABULARY_FOLDER}" / url.rsplit("/", 1)[1])
marker.parent.mkdir(parents=True, exist_ok=True)
marker.touch()
`.trim();

/**
 * What lies beside a checkpoint. Each repository has a note of its own (\`.one\`) once it is whole, and is never brought twice; a marker lists all repositories of
 * a plan. What neither this plan nor the one before it names goes first, markers before files, so that no marker ever says more than is there. A marker whose
 * plan wants another commit of a repository goes before that commit is what engines find.
 */
export const ADDITIONS_PROGRAM = `
import hashlib, json, os, pathlib, sys
from huggingface_hub import HfApi, scan_cache_dir, snapshot_download

marker, wanted = pathlib.Path(sys.argv[2]), sys.argv[4:]
if marker.exists():
    marker.touch()
    sys.exit(0)
${CHECKSUMS}
def bring(repository, commit):
${FILES}
${CODE}
    return path
notes = marker.parent
notes.mkdir(parents=True, exist_ok=True)
def note_of(argument):
    return notes / (hashlib.sha256(argument.encode()).hexdigest()[:16] + ".one")
def write(path, text):
    half = path.with_suffix(".half")
    half.write_text(text)
    half.replace(path)
def forget(markers):
    for path in markers:
        path.unlink(missing_ok=True)
markers = sorted(notes.glob("*.complete"), key=lambda path: path.stat().st_mtime)
kept = set(wanted).union(*(path.read_text().split() for path in markers[-1:]))
there = {path: json.loads(path.read_text()) for path in notes.glob("*.one")}
gone = [path for path, (argument, _) in there.items() if argument not in kept]
stale = {pathlib.Path(there[path][1]).name for path in gone} - {pathlib.Path(there[path][1]).name for path in there if path not in gone}
forget(markers[:-1] + gone)
if stale:
    scan_cache_dir().delete_revisions(*stale).execute()
for argument in wanted:
    repository, _, commit = argument.partition("@")
    note = note_of(argument)
    if note.exists():
        path = pathlib.Path(json.loads(note.read_text())[1])
    else:
        path = bring(repository, commit or None)
    forget(one for one in notes.glob("*.complete") if any(other.partition("@")[0] == repository and other != argument for other in one.read_text().split()))
    (path.parent.parent / "refs").mkdir(exist_ok=True)
    (path.parent.parent / "refs" / "main").write_text(path.name)
    write(note, json.dumps([argument, str(path)]))
write(marker, "\\n".join(wanted))
`.trim();
