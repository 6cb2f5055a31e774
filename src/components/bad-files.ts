import type { Problem } from "../errors.ts";
import { encryptedAdvice, isEncrypted } from "../model/encrypted-key.ts";
import type { FileNamed } from "../model/files-named.ts";
import { readPrivateKey } from "../model/host-leaves.ts";
import type { LocalFileKind } from "../model/leaf.ts";
import { formatPath } from "../model/path.ts";
import { localFile } from "./local-file.ts";

const ways: Readonly<Record<LocalFileKind, string>> = {
	"private key": "write where the private key lies on this machine",
	"ssh config":
		"write where the file lies on this machine, or true for ~/.ssh/config",
	"known hosts":
		'write where the known_hosts file lies on this machine, or the key itself as "hostKey"',
};

/**
 * The problems of a declaration, and of the files that it names. If the declaration is already wrong at a place, because the text there cannot be a path,
 * nothing more is said of a file at that place.
 */
export function withBadFiles(
	problems: readonly Problem[],
	named: readonly FileNamed[],
): Problem[] {
	const told = new Set(problems.map(({ path }) => path));
	return [
		...problems,
		...badFiles(named).filter(({ path }) => !told.has(path)),
	];
}

function badFiles(named: readonly FileNamed[]): Problem[] {
	// many hosts may share one key
	const seen = new Map<string, string | undefined>();
	return named.flatMap(({ path, kind, file }) => {
		const key = `${kind}: ${file}`;
		if (!seen.has(key)) seen.set(key, problemOf(kind, file));
		const message = seen.get(key);
		return message === undefined ? [] : [{ path: formatPath(path), message }];
	});
}

function problemOf(kind: LocalFileKind, path: string): string | undefined {
	const found = localFile(path);
	if ("problem" in found) return `${found.problem}; ${ways[kind]}`;
	if (kind !== "private key") return undefined;
	const text = found.bytes.toString("latin1");
	if (isEncrypted(text)) return `${found.file} ${encryptedAdvice(path)}`;
	return "problem" in readPrivateKey(text)
		? `${found.file} holds no private key; write the file of the private one, without .pub`
		: undefined;
}
