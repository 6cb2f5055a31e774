import { createRequire, Module } from "node:module";
import { setFlagsFromString } from "node:v8";

// The program and the provider that `lvsctl` starts load this file before anything else. It saves time and changes nothing: see
// docs/decisions/0016-preload.md.

// The SDK sets this flag only after half of its modules are loaded. What was compiled under other flags must be compiled again.
setFlagsFromString("--allow-natives-syntax");

const require = createRequire(import.meta.url);
try {
	loadWhenUsed(
		createRequire(require.resolve("@pulumi/pulumi")).resolve("typescript"),
	);
} catch {
	// TypeScript is not installed here: the SDK then loads its own
}

/** Loads the TypeScript compiler (9 MB) only if it is used. The SDK loads it at its start, for functions stored in state; our state has only text. */
function loadWhenUsed(file: string): void {
	let compiler: object | undefined;
	const load = (): object => {
		if (compiler === undefined) {
			delete require.cache[file];
			compiler = require(file) as object;
		}
		return compiler;
	};
	const later = new Proxy(
		{},
		{
			// every import asks for this key, which must not load the compiler
			get: (_target, key) =>
				key === "__esModule" ? true : Reflect.get(load(), key),
			has: (_target, key) => Reflect.has(load(), key),
			ownKeys: () => Reflect.ownKeys(load()),
			getOwnPropertyDescriptor: (_target, key) => ({
				...Reflect.getOwnPropertyDescriptor(load(), key),
				configurable: true,
			}),
		},
	);
	require.cache[file] = Object.assign(new Module(file), {
		filename: file,
		loaded: true,
		exports: later,
	});
}
