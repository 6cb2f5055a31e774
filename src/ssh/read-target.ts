import type { HostConnection } from "../model/host.ts";

/** A machine, and the user who logs in there. */
export type Target = Pick<HostConnection, "address" | "user" | "port">;

/** Reads `[user@]host[:port]`, as ssh takes it. @returns undefined for a text of another form */
export function readTarget(text: string): Target | undefined {
	const [, user, address, port] =
		/^(?:ssh:\/\/)?(?:([^@:/\s]+)@)?([^@:/\s]+)(?::(\d+))?$/.exec(text) ?? [];
	if (address === undefined) return undefined;
	if (port !== undefined && !(Number(port) > 0 && Number(port) <= 65535))
		return undefined;
	return {
		address,
		...(user === undefined ? {} : { user }),
		...(port === undefined ? {} : { port: Number(port) }),
	};
}
