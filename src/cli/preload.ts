import { createRequire, Module } from "node:module";
import { setFlagsFromString } from "node:v8";

// Loaded before all else into the program and the provider that `lvs` starts. It saves time and changes nothing: see
// docs/decisions/0016-preload.md.

// The SDK sets this flag when half of its modules are loaded, and what was compiled under other flags is compiled again.
setFlagsFromString("--allow-natives-syntax");

const require = createRequire(import.meta.url);
try {
	loadWhenUsed(
		createRequire(require.resolve("@pulumi/pulumi")).resolve("typescript"),
	);
} catch {
	// not installed: the SDK then loads its own
}

/** The SDK loads the compiler (9 MB) at its start, and uses it for functions that are stored in state. Ours is text. */
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
			// asked by everyone who imports it
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
