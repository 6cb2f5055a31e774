import { resolve } from "node:path";
import type { HostConnection } from "../../model/host.ts";
import type { SmokeInputs } from "../../provider/smoke-resource.ts";

/**
 * The connection with whole paths in place of those that begin in a folder; also of its jump hosts. The state keeps paths as the program has them, and we may run
 * anywhere. A path in the home, `~/`, stays: each operator has another one.
 */
export function fromFolder(
	folder: string,
	connection: HostConnection,
): HostConnection {
	const whole = (path: string) =>
		path.startsWith("~/") ? path : resolve(folder, path);
	const { privateKeyFile, knownHosts, sshConfig, jump } = connection;
	return {
		...connection,
		...(privateKeyFile === undefined
			? {}
			: { privateKeyFile: whole(privateKeyFile) }),
		...(knownHosts === undefined ? {} : { knownHosts: whole(knownHosts) }),
		...(typeof sshConfig === "string" ? { sshConfig: whole(sshConfig) } : {}),
		...(jump === undefined ? {} : { jump: fromFolder(folder, jump) }),
	};
}

/** The same for every machine that a smoke test reaches. */
export function smokeFromFolder<
	Test extends Pick<SmokeInputs, "connection" | "second" | "machines">,
>(folder: string, test: Test): Test {
	const { connection, second, machines } = test;
	return {
		...test,
		connection: fromFolder(folder, connection),
		...(second === undefined ? {} : { second: fromFolder(folder, second) }),
		...(machines === undefined
			? {}
			: {
					machines: Object.fromEntries(
						Object.entries(machines).map(([host, one]) => [
							host,
							fromFolder(folder, one),
						]),
					),
				}),
	};
}
