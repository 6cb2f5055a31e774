import { asWritten } from "./as-written.ts";
import { defaults } from "./defaults.ts";
import type { Finding } from "./finding.ts";
import { readPort } from "./leaves.ts";
import type { Path } from "./path.ts";

interface Setting {
	readonly name: string;
	readonly path: Path;
	/** Undefined: bad, or not known yet. */
	readonly value: string | undefined;
}

/** What is wrong with the settings of an engine. */
export function badSettings(settings: readonly Setting[]): Finding[] {
	const ours = ["bind-address", "server-id", "log-bin", "datadir", "read-only"];
	return settings.flatMap(({ name, path, value }) => {
		const plain = plainSetting(name);
		const message = !/^[a-z][a-z0-9_-]*$/.test(name)
			? "cannot be a setting; write one like innodb_buffer_pool_size"
			: ours.includes(plain)
				? "is set by the component itself; leave it out"
				: plain === "port" && value !== undefined
					? badPort(value)
					: plain === "max-connections" && value !== undefined
						? badConnections(value)
						: undefined;
		return message === undefined ? [] : [{ path, message }];
	});
}

/** The name of a setting as we write it: the engine takes both. */
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

/** As for ports; the engine's own limits are these. */
function badConnections(value: string): string | undefined {
	return /^[1-9]\d*$/.test(value) &&
		Number(value) >= 10 &&
		Number(value) <= 100_000
		? undefined
		: `expected a number from 10 to 100000 like "600", got ${asWritten(value)}`;
}

/** The engine takes other ways to write a number, and we could not tell the port of those. */
function badPort(value: string): string | undefined {
	return "problem" in readPort(/^[1-9]\d*$/.test(value) ? Number(value) : value)
		? `expected a port from 1 to 65535 like "3307", got ${asWritten(value)}`
		: undefined;
}
