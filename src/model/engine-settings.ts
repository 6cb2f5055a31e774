import { addressFrom } from "./address.ts";
import { asWritten } from "./as-written.ts";
import { defaults } from "./defaults.ts";
import type { Finding } from "./finding.ts";
import { readPort } from "./leaves.ts";
import { replicaSettings, serverSettings } from "./own-settings.ts";
import type { Path } from "./path.ts";

interface Setting {
	readonly name: string;
	readonly path: Path;
	/** Undefined: bad, or not known yet. */
	readonly value: string | undefined;
}

/** What is wrong with the settings of an engine. */
export function badSettings(
	settings: readonly Setting[],
	replicated: boolean,
): Finding[] {
	return settings.flatMap(({ name, path, value }) => {
		const message = !/^[a-z][a-z0-9_-]*$/.test(name)
			? "cannot be a setting; write one like innodb_buffer_pool_size"
			: isOurs(name, value, replicated)
				? "is set by the component itself; leave it out"
				: (cutOff.get(bareSetting(name)) ??
					badValue(plainSetting(name), value));
		return message === undefined ? [] : [{ path, message }];
	});
}

/** Refused without replicas too: these settings are for replicas, or keep an engine from taking writes. */
const neverDeclared = ["log-bin", "read-only"];

/** In the file of settings ours come last, and the last one counts. Settings that only replicas get from us may be declared with the same value. */
function isOurs(
	name: string,
	value: string | undefined,
	replicated: boolean,
): boolean {
	const address = addressFrom(0); // all these settings have the same names
	const bare = bareSetting(name);
	const ofReplicas = replicated ? replicaSettings(address)[bare] : undefined;
	return (
		neverDeclared.includes(plainSetting(name)) ||
		bare === "datadir" ||
		bare in serverSettings(address, replicated) ||
		(ofReplicas !== undefined && ofReplicas !== value)
	);
}

/** Settings that would cut off the ways by which its component or the real servers reach the engine. */
const cutOff: ReadonlyMap<string, string> = new Map([
	[
		"socket",
		"would leave the component's own scripts, which ask the engine by its usual socket, without an answer; leave it out",
	],
	[
		"networking",
		"decides whether real servers reach the engine, which they do only by the network; leave it out",
	],
]);

function badValue(plain: string, value: string | undefined) {
	if (value === undefined) return undefined;
	return plain === "port"
		? badPort(value)
		: plain === "max-connections"
			? badConnections(value)
			: undefined;
}

/** The name without prefixes that the engine accepts before the name of any setting. */
function bareSetting(name: string): string {
	return plainSetting(name).replace(
		/^(?:(?:loose|skip|disable|enable|maximum)-)+/,
		"",
	);
}

/** The name of a setting in our spelling: the engine accepts both. */
export function plainSetting(name: string): string {
	return name.replaceAll("_", "-");
}

/** How many clients an engine with these settings serves at once. */
export function maxConnections(
	settings: Readonly<Record<string, string>> = {},
): number {
	const [, declared] =
		Object.entries(settings).find(
			([name]) => plainSetting(name) === "max-connections",
		) ?? [];
	return declared === undefined
		? defaults.databaseConnections
		: Number(declared);
}

/** Limits of the engine itself, as for ports. */
function badConnections(value: string): string | undefined {
	return /^[1-9]\d*$/.test(value) &&
		Number(value) >= 10 &&
		Number(value) <= 100_000
		? undefined
		: `expected a number from 10 to 100000 like "600", got ${asWritten(value)}`;
}

/** The engine accepts other spellings of a number, from which we could not tell the port. */
function badPort(value: string): string | undefined {
	return "problem" in readPort(/^[1-9]\d*$/.test(value) ? Number(value) : value)
		? `expected a port from 1 to 65535 like "3307", got ${asWritten(value)}`
		: undefined;
}
