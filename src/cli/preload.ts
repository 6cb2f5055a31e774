import { createRequire, Module } from "node:module";
import { setFlagsFromString } from "node:v8";

// The program and the provider that `lvsctl` starts load this file before anything else. It saves time and changes nothing: see
// docs/decisions/0016-preload.md.

// The SDK sets this flag only after half of its modules are loaded. What was compiled under other flags must be compiled again.
setFlagsFromString("--allow-natives-syntax");

const require = createRequire(import.meta.url);

/**
 * What the SDK loads at its start for functions stored in state: the TypeScript compiler (9 MB), and what finds the packages that such a function needs. Our state
 * has only text.
 */
const forFunctions = [
	"typescript",
	"@npmcli/arborist",
	"normalize-package-data",
];
for (const name of forFunctions)
	try {
		loadWhenUsed(
			createRequire(require.resolve("@pulumi/pulumi")).resolve(name),
		);
	} catch {
		// it is not installed here: the SDK then loads its own, or needs none
	}

/** Loads a module only if something of it is used. */
function loadWhenUsed(file: string): void {
	let loaded: object | undefined;
	const load = (): object => {
		if (loaded === undefined) {
			delete require.cache[file];
			loaded = require(file) as object;
		}
		return loaded;
	};
	// a module that is itself a function is called by its importers as `default`
	const take = (key: string | symbol): unknown =>
		key === "default" && !Reflect.has(load(), key)
			? load()
			: Reflect.get(load(), key);
	const later = new Proxy(
		{},
		{
			// every import asks for this key, which must not load the module
			get: (_target, key) => (key === "__esModule" ? true : take(key)),
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
